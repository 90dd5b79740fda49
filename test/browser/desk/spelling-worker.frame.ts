/** The desk's worker as a script that the test page can start. */
import '@support-chat/desk/spelling-worker';
