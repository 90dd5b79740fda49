/**
 * Types of `<support-chat>` in JSX, for React 19 and newer: `import type {} from 'support-chat/react'`. Nothing of it is
 * left at run time.
 */
import type { SupportChatElement } from '@support-chat/element';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SupportChatAttributes, SupportChatHandlers, SupportChatProperties } from './tag-types.js';

/** Handlers of the capturing phase, as React spells them: `onsc-openCapture`. */
type CaptureHandlers = {
  [Name in keyof SupportChatHandlers as `${Name}Capture`]?: SupportChatHandlers[Name];
};

/** What JSX may write on `<support-chat>`. */
export type SupportChatProps = DetailedHTMLProps<HTMLAttributes<SupportChatElement>, SupportChatElement> &
  SupportChatAttributes &
  SupportChatProperties &
  SupportChatHandlers &
  CaptureHandlers;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'support-chat': SupportChatProps;
    }
  }
}
