/** Entry of the script tag, and `import 'support-chat/define'`: registers `<support-chat>`. */
import { define } from './define-element.js';

export type * from '@support-chat/element'; // so that this import alone teaches TypeScript the tag

define();
