// What a struck bell sounds like: sine partials, a short strike of noise; the press strikes the front, thanks the side.
import type { Level } from '../shared/level.ts';

const FRONT_HZ: Readonly<Record<Level, number>> = { 4: 784.0, 3: 659.3, 2: 587.3, 1: 523.3 };
/** Ratio to the front tone, beat in Hz, gain, seconds to −60 dB. */
const PARTIALS: readonly (readonly [ratio: number, beatHz: number, gain: number, decayS: number])[] = [
  [1.0, 0, 1.0, 1.4],
  [1.0, 0.7, 0.35, 1.4],
  [2.02, 0, 0.42, 0.8],
  [2.98, 0, 0.2, 0.45],
  [4.16, 0, 0.08, 0.22],
];
const SIDE = { pitch: 1.25, gain: 0.5 };
const ATTACK_S = 0.004;
const NOISE_S = 0.008;
const MASTER = 0.16;
const MAX_VOICES = 4;
const LATE_MS = 250;

export interface BellTone {
  /** A visitor's press. */
  front(level: Level): void;
  /** Thank you. */
  side(level: Level): void;
}

/** Nothing is made before the first tap: browsers give no sound without one. */
export function bellTone(): BellTone {
  let context: AudioContext | undefined;
  let out: AudioNode | undefined;
  let voices = 0;

  const sound = (on: AudioContext, to: AudioNode, hertz: number, gain: number): void => {
    if (voices >= MAX_VOICES) return;
    voices++;
    voice(on, to, hertz, gain).addEventListener('ended', () => {
      voices--;
    });
  };
  const strike = (level: Level, pitch: number, gain: number): void => {
    const mine = context ?? new AudioContext({ latencyHint: 'interactive' });
    context = mine;
    const to = out ?? masterOf(mine);
    out = to;
    const hertz = FRONT_HZ[level] * pitch;
    if (mine.state === 'running') {
      sound(mine, to, hertz, gain);
      return;
    }
    // The browser may hold sound back until a first touch has ended; a bell that comes too late is not struck at all.
    const askedAt = performance.now();
    const late = (): boolean => performance.now() - askedAt > LATE_MS;
    mine.resume().then(
      () => {
        if (!late()) sound(mine, to, hertz, gain);
      },
      () => undefined,
    );
  };
  return {
    front: (level) => strike(level, 1, 1),
    side: (level) => strike(level, SIDE.pitch, SIDE.gain),
  };
}

function masterOf(context: AudioContext): AudioNode {
  const lowPass = new BiquadFilterNode(context, { type: 'lowpass', frequency: 5000 });
  lowPass.connect(new GainNode(context, { gain: MASTER })).connect(context.destination);
  return lowPass;
}

/** Starts one bell; the node returned ends last. */
function voice(context: AudioContext, out: AudioNode, hertz: number, gain: number): AudioScheduledSourceNode {
  const now = context.currentTime;
  let longest: OscillatorNode | undefined;
  for (const [ratio, beatHz, partialGain, decayS] of PARTIALS) {
    const oscillator = new OscillatorNode(context, { frequency: hertz * ratio + beatHz });
    const envelope = new GainNode(context, { gain: 0 });
    envelope.gain.setValueAtTime(0, now);
    envelope.gain.linearRampToValueAtTime(partialGain * gain, now + ATTACK_S);
    envelope.gain.exponentialRampToValueAtTime(partialGain * gain * 0.001, now + ATTACK_S + decayS);
    oscillator.connect(envelope).connect(out);
    oscillator.start(now);
    oscillator.stop(now + ATTACK_S + decayS);
    longest ??= oscillator;
  }
  const noise = strikeNoise(context, gain);
  noise.connect(out);
  return longest ?? noise.source;
}

function strikeNoise(
  context: AudioContext,
  gain: number,
): { source: AudioBufferSourceNode; connect(to: AudioNode): void } {
  const buffer = new AudioBuffer({
    length: Math.ceil(NOISE_S * context.sampleRate),
    sampleRate: context.sampleRate,
  });
  buffer.copyToChannel(
    Float32Array.from({ length: buffer.length }, () => Math.random() * 2 - 1),
    0,
  );
  const source = new AudioBufferSourceNode(context, { buffer });
  const band = new BiquadFilterNode(context, { type: 'bandpass', frequency: 2400, Q: 1 });
  const level = new GainNode(context, { gain: 0.05 * gain });
  source.connect(band).connect(level);
  source.start();
  return { source, connect: (to) => level.connect(to) };
}
