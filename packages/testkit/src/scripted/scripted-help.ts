/** Articles of a script: found when they hold the words that were typed, in the order they were given. */
import { AdapterError, type Article, type HelpSource, type Problem } from '@support-chat/protocol';

/** @param offline - why nothing can be reached right now; null when it can */
export function scriptedHelp(articles: readonly Article[], offline: () => Problem | null): HelpSource {
  async function answer<Value>(value: () => Value): Promise<Value> {
    await Promise.resolve(); // a real back end never answers before the caller goes on
    const problem = offline();
    if (problem) throw AdapterError.from(problem);
    return value();
  }
  return {
    search: ({ text, limit }) =>
      answer(() => ({
        articles: articles
          .filter(({ title, text: whole }) => `${title} ${whole}`.toLowerCase().includes(text.toLowerCase()))
          .slice(0, limit)
          .map(({ id, title, text: whole }) => ({ id, title, excerpt: whole.slice(0, 140) })),
      })),
    load: (id) =>
      answer(() => {
        const article = articles.find((one) => one.id === id);
        if (!article) throw new AdapterError('not-found');
        return article;
      }),
  };
}
