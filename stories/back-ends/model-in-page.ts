/** What a proxy to a language model answers, made in the page: a stream of `chat/completions`, word by word. */
export const answersInPage: typeof fetch = async (_address, options) => {
  const { messages } = JSON.parse(options?.body as string) as { messages: { content: string }[] };
  const words = `You asked: “${messages.at(-1)?.content}” I am a model in this page, and I answer word by word.`;
  const encoder = new TextEncoder();
  const pieces = words.split(/(?<= )/u).map((content) => ({ choices: [{ delta: { content }, finish_reason: null }] }));
  const last = { choices: [{ delta: {}, finish_reason: 'stop' }] };
  const lines = [...pieces, last].map((piece) => JSON.stringify(piece)).concat('[DONE]');
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise(requestAnimationFrame);
      const line = lines.shift();
      if (line === undefined) controller.close();
      else controller.enqueue(encoder.encode(`data: ${line}\n\n`));
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
};
