/** Entry of the script tag, and `import 'support-chat/define'`: registers `<support-chat>`. */
import { define } from './define-element.js';

define();
