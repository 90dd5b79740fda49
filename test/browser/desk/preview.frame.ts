/** The element in the frame of the settings, from its sources. */
import '@support-chat/element/define';
