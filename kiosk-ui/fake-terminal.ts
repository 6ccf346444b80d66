// For tests and screenshots: a small scripted terminal that serves the built page and speaks shared/glass.ts.
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { decoder } from '../shared/decode.ts';
import {
  GLASS_PATH,
  type GlassState,
  type Intent,
  IntentSchema,
  type Screen,
  type TapIntent,
  type ToGlass,
} from '../shared/glass.ts';
import { DAY_AND_NIGHT } from '../shared/opening-hours.ts';
import { REASONS_MS, type TerminalPolicy, THANKS_MS, THANKS_WITH_QR_MS } from '../shared/policy.ts';
import { STANDARD_REASONS } from '../shared/reason.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.opus': 'audio/ogg',
};
/** As strict as a terminal's own: nothing inline, nothing from elsewhere. */
const POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'";

export const samplePolicy: TerminalPolicy = {
  version: 1,
  site: { 'zh-Hant': '示範博物館', 'zh-Hans': '示范博物馆', en: 'Example Museum' },
  number: 12,
  area: 31,
  place: {
    building: {
      'zh-Hant': '綜合陳列館',
      'zh-Hans': '综合陈列馆',
      en: 'General Exhibition Hall',
      ja: '総合展示館',
      ko: '종합전시관',
    },
    room: {
      'zh-Hant': '一樓入口大廳',
      'zh-Hans': '一层入口大厅',
      en: 'Entrance Lobby, Level 1',
      ja: '1階エントランスホール',
      ko: '1층 입구 로비',
    },
  },
  timeZone: 'Asia/Shanghai',
  openingHours: DAY_AND_NIGHT,
  language: 'zh-Hant',
  reasons: [...STANDARD_REASONS],
  desk: {
    where: {
      'zh-Hant': '一樓服務台',
      'zh-Hans': '一层服务台',
      en: 'service desk, first floor',
      ja: '1階の案内所',
      ko: '1층 안내 데스크',
    },
    way: null,
  },
  publicUrl: 'https://example.org',
  tryOut: true,
  inService: true,
  pixelsPerMm: 4,
  sound: true,
};

export interface FakeTerminal {
  readonly url: string;
  /** Everything that came, in order. */
  readonly intents: Intent[];
  /** Recorded taps by code, as often as each came. */
  readonly taps: ReadonlyMap<string, TapIntent[]>;
  readonly state: GlassState;
  show(change: Partial<Omit<GlassState, 'type'>>): void;
  send(message: ToGlass): void;
  /** False: intents are taken and never answered. */
  answers: boolean;
  /** Cuts all sockets and refuses new ones until `wake`; the pages' files stay served. */
  sleep(): void;
  wake(): void;
  close(): Promise<void>;
}

const intentOf = decoder(IntentSchema);

/** Listens on a loopback port that the system chooses. */
export async function fakeTerminal(pages: string): Promise<FakeTerminal> {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://terminal').pathname);
    const file = join(pages, path === '/' ? 'index.html' : path);
    if (!file.startsWith(pages) || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    });
    createReadStream(file).pipe(response);
  });
  const port = await listen(server);
  return scripted(server, `http://127.0.0.1:${port}/`);
}

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

function scripted(server: Server, url: string): FakeTerminal {
  const sockets = new Set<WebSocket>();
  const taps = new Map<string, TapIntent[]>();
  const intents: Intent[] = [];
  let awake = true;
  let state: GlassState = {
    type: 'state',
    screen: { name: 'ask', night: false },
    language: 'zh-Hant',
    lower: false,
    listening: false,
    policy: samplePolicy,
    opening: null,
  };
  const send = (message: ToGlass): void => {
    for (const socket of sockets) socket.send(JSON.stringify(message));
  };
  const show: FakeTerminal['show'] = (change) => {
    state = { ...state, ...change };
    send(state);
  };
  const take = (intent: Intent): void => {
    intents.push(intent);
    if (!terminal.answers) return;
    const next = answer(intent, state, taps);
    if (intent.type === 'tap') send({ type: 'recorded', key: intent.code });
    if (intent.type === 'reason') send({ type: 'recorded', key: intent.id });
    if (next) show(next);
  };

  const upgrade = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (!awake || request.url !== GLASS_PATH) return void socket.destroy();
    upgrade.handleUpgrade(request, socket, head, (page) => {
      sockets.add(page);
      page.on('close', () => sockets.delete(page));
      page.on('message', (data) => {
        const intent = intentOf.text(String(data));
        if (intent.ok) take(intent.value);
        else page.send(JSON.stringify({ type: 'refused', ...intent.error }));
      });
      page.send(JSON.stringify(state));
    });
  });

  const terminal: FakeTerminal = {
    url,
    intents,
    taps,
    get state() {
      return state;
    },
    show,
    send,
    answers: true,
    sleep() {
      awake = false;
      for (const socket of sockets) socket.terminate();
    },
    wake() {
      awake = true;
    },
    close() {
      for (const socket of sockets) socket.terminate();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return terminal;
}

/** As much of a session as the page needs; the real one is the terminal's. */
function answer(
  intent: Intent,
  state: GlassState,
  taps: Map<string, TapIntent[]>,
): Partial<Omit<GlassState, 'type'>> | undefined {
  switch (intent.type) {
    case 'tap': {
      taps.set(intent.code, [...(taps.get(intent.code) ?? []), intent]);
      return { screen: intent.level === 1 ? reasonsFor(intent.code) : thanksFor(intent, state) };
    }
    case 'reason': {
      if (state.screen.name !== 'reasons') return undefined;
      const others = state.screen.chosen.filter((each) => each !== intent.reason);
      return { screen: { ...state.screen, chosen: intent.given ? [...others, intent.reason] : others } };
    }
    case 'done': {
      if (state.screen.name !== 'reasons') return undefined;
      return { screen: thanksFor({ code: state.screen.code, level: 1 }, state) };
    }
    case 'language':
      return { language: intent.language };
    case 'lower':
      return { lower: intent.lower };
    case 'listen':
      return { listening: intent.listening };
    default:
      return undefined;
  }
}

const reasonsFor = (code: string): Screen => ({
  name: 'reasons',
  code,
  chosen: [],
  left: REASONS_MS,
  whole: REASONS_MS,
});

function thanksFor(tap: Pick<TapIntent, 'code' | 'level'>, state: GlassState): Screen {
  const publicUrl = state.policy?.publicUrl ?? null;
  const whole = publicUrl ? THANKS_WITH_QR_MS : THANKS_MS;
  const receiptUrl = publicUrl ? `${publicUrl}/r/#${tap.code}` : null;
  return { name: 'thanks', level: tap.level, code: tap.code, receiptUrl, left: whole, whole };
}
