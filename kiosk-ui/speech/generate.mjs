// At development time only: speaks texts.json into public/speech/<language>/<key>.opus with Debian's espeak-ng and opus-tools.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

const target = new URL('../public/speech/', import.meta.url).pathname;
const voices = JSON.parse(readFileSync(new URL('texts.json', import.meta.url), 'utf8'));
for (const [folder, { voice, speed, texts }] of Object.entries(voices)) {
  mkdirSync(target + folder, { recursive: true });
  for (const [key, text] of Object.entries(texts)) {
    const wave = execFileSync('espeak-ng', ['-v', voice, '-s', String(speed), '-g', '2', '--stdout', text]);
    const coding = ['--quiet', '--bitrate', '20', '--vbr', '--speech', '--discard-comments'];
    execFileSync('opusenc', [...coding, '-', `${target}${folder}/${key}.opus`], { input: wave });
  }
}
