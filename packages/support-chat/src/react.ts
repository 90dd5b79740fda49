/**
 * Types of `<support-chat>` and `<support-desk>` in JSX, for React 19 and newer: `import type {} from 'support-chat/react'`. Nothing of it is
 * left at run time.
 */
import type { SupportDeskElement } from '@support-chat/desk';
import type { SupportChatElement } from '@support-chat/element';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  SupportChatAttributes,
  SupportChatHandlers,
  SupportChatProperties,
  SupportDeskAttributes,
  SupportDeskHandlers,
  SupportDeskProperties,
} from './tag-types.js';

/** Handlers of the capturing phase, as React spells them: `onsc-openCapture`. */
type CaptureHandlers<Handlers> = {
  [Name in keyof Handlers & string as `${Name}Capture`]?: Handlers[Name];
};

/** What JSX may write on `<support-chat>`. */
export type SupportChatProps = DetailedHTMLProps<HTMLAttributes<SupportChatElement>, SupportChatElement> &
  SupportChatAttributes &
  SupportChatProperties &
  SupportChatHandlers &
  CaptureHandlers<SupportChatHandlers>;

/** What JSX may write on `<support-desk>`. */
export type SupportDeskProps = DetailedHTMLProps<HTMLAttributes<SupportDeskElement>, SupportDeskElement> &
  SupportDeskAttributes &
  SupportDeskProperties &
  SupportDeskHandlers &
  CaptureHandlers<SupportDeskHandlers>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'support-chat': SupportChatProps;
      'support-desk': SupportDeskProps;
    }
  }
}
