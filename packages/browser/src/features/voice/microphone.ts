/** The browser's microphone, by MediaRecorder. Its light is on only while something is recorded. */
import type { Microphone, MicrophoneFailure, Recording } from '@support-chat/core';

/** Milliseconds after which a piece is handed over: what a limit of size can be measured by. */
const PIECE = 500;

export const browserMicrophone: Microphone = {
  // Pages without a secure origin have neither.
  records: (type) =>
    typeof MediaRecorder === 'function' &&
    (navigator as Partial<Navigator>).mediaDevices !== undefined &&
    MediaRecorder.isTypeSupported(type),
  async open(type, bitsPerSecond, onEnd) {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: { ideal: 1 } } });
    } catch (error) {
      return failureOf(error);
    }
    try {
      return await record(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond }, onEnd);
    } catch {
      release(stream);
      return 'absent'; // it is there and gives nothing
    }
  },
};

function failureOf(error: unknown): MicrophoneFailure {
  const { name } = error as Partial<DOMException>;
  return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'absent';
}

async function record(stream: MediaStream, options: MediaRecorderOptions, onEnd: () => void): Promise<Recording> {
  const recorder = new MediaRecorder(stream, options);
  const meter = meterOf(stream);
  const pieces: Blob[] = [];
  const listen = <Type extends keyof MediaRecorderEventMap>(type: Type): Promise<MediaRecorderEventMap[Type]> =>
    new Promise((resolve) => recorder.addEventListener(type, resolve, { once: true }));
  const whole = listen('stop').then(() => new Blob(pieces, { type: options.mimeType ?? '' }));
  let size = 0;
  recorder.addEventListener('dataavailable', ({ data }) => {
    pieces.push(data);
    size += data.size;
  });
  const begun = listen('start');
  recorder.start(PIECE);
  await begun;
  let stopped = false;
  void whole.then(() => {
    meter.close();
    release(stream);
    if (!stopped) onEnd();
  });

  return {
    get size() {
      return size;
    },
    level: () => meter.level(),
    pause() {
      recorder.pause();
      for (const track of stream.getTracks()) track.enabled = false;
    },
    resume() {
      for (const track of stream.getTracks()) track.enabled = true;
      recorder.resume();
    },
    stop() {
      stopped = true;
      if (recorder.state !== 'inactive') recorder.stop();
      release(stream);
      return whole;
    },
  };
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Measures loudness. Where that cannot be done it is silent: the recording is none the worse. */
function meterOf(stream: MediaStream): { level(): number; close(): void } {
  try {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    return {
      level() {
        analyser.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
        // Speech has a root mean square of some 0.1: that fills two thirds of the meter.
        return Math.min(1, Math.sqrt(power) ** 0.5 * 2);
      },
      close: () => void context.close(),
    };
  } catch {
    return { level: () => 0, close: () => undefined };
  }
}
