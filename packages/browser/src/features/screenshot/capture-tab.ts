/** A picture of this very tab by the browser's screen capture: the truest there is, and the only one with everything in it. */
import { ScreenshotError } from './screenshot-error.js';

/** What only some engines have, and no type library yet. */
interface TabCaptureDevices extends MediaDevices {
  /** Marks this tab, so that whoever captures it can tell it. */
  setCaptureHandleConfig?(config: { readonly handle: string; readonly permittedOrigins: readonly string[] }): void;
}
interface CapturedTrack extends MediaStreamTrack {
  getCaptureHandle?(): { readonly handle?: string } | null;
}

/** How long a frame is waited for that shows the page as it is now, in milliseconds. */
const FRAME = 1_000;

/** Whether this browser can capture a tab and prove that it was this one: of another one nothing could be hidden. */
export function canCaptureTab(): boolean {
  const devices = (navigator as { readonly mediaDevices?: TabCaptureDevices }).mediaDevices;
  return Boolean(devices && 'getDisplayMedia' in devices && devices.setCaptureHandleConfig);
}

/**
 * Asks the person for this tab and takes one frame of it. To be called on a press: browsers ask for one.
 *
 * @param settle - is called when the tab may be seen, and says when it looks as it should
 * @throws ScreenshotError `refused` when the person did not want to, `elsewhere` when they chose something else, `failed`
 */
export async function captureTab(settle: () => Promise<void>): Promise<HTMLCanvasElement> {
  const devices = navigator.mediaDevices as TabCaptureDevices;
  const handle = crypto.randomUUID();
  devices.setCaptureHandleConfig?.({ handle, permittedOrigins: [location.origin] });
  const wishes = {
    ...{ video: { displaySurface: 'browser' }, audio: false },
    ...{ preferCurrentTab: true, selfBrowserSurface: 'include', surfaceSwitching: 'exclude' },
  };
  const stream = await devices.getDisplayMedia(wishes).catch((cause: unknown) => {
    const refused = cause instanceof DOMException && cause.name === 'NotAllowedError';
    throw new ScreenshotError(refused ? 'refused' : 'failed', { cause });
  });
  try {
    const [track] = stream.getVideoTracks() as CapturedTrack[];
    if (track?.getCaptureHandle?.()?.handle !== handle) throw new ScreenshotError('elsewhere');
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    await settle();
    await frameAfter(video, performance.now());
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    video.srcObject = null;
    return canvas;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    devices.setCaptureHandleConfig?.({ handle: '', permittedOrigins: [] });
  }
}

/** A page that stands still may give no further frame: then the last one shows it. */
function frameAfter(video: HTMLVideoElement, moment: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FRAME);
    const ask = (): void =>
      void video.requestVideoFrameCallback((_, { captureTime, presentationTime }) => {
        if ((captureTime ?? presentationTime) <= moment) return ask();
        clearTimeout(timer);
        resolve();
      });
    ask();
  });
}
