/** What every speaker can play: WAV, one channel, 16 kHz, 16 bit. */

export const RATE = 16_000;

export function wavOf(samples: Float32Array, rate = RATE): ArrayBuffer {
  const bytes = new ArrayBuffer(44 + samples.length * 2);
  const view = new DataView(bytes);
  const write = (at: number, text: string): void => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(at + index, text.charCodeAt(index));
  };
  write(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, index) => {
    const bounded = Math.max(-1, Math.min(1, sample));
    view.setInt16(44 + index * 2, Math.round(bounded * 32_767), true);
  });
  return bytes;
}

/** A recording of the browser as WAV, cut at `longest` seconds; the recording itself if the browser cannot read it. */
export async function asWav(recording: Blob, longest: number): Promise<Blob> {
  try {
    const context = new OfflineAudioContext(1, 1, RATE);
    const decoded = await context.decodeAudioData(await recording.arrayBuffer());
    const length = Math.min(Math.ceil(decoded.duration * RATE), longest * RATE);
    const target = new OfflineAudioContext(1, Math.max(1, length), RATE);
    const source = target.createBufferSource();
    source.buffer = decoded;
    source.connect(target.destination);
    source.start();
    const rendered = await target.startRendering();
    return new Blob([wavOf(rendered.getChannelData(0))], { type: "audio/wav" });
  } catch {
    // The community takes the browser's own formats as well.
    return recording;
  }
}
