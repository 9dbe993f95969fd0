/*
 * A small stand-in for the gateway, for working on the page without the backend: the public contract over events
 * that live in memory, and other buyers who take and return seats at random.
 *
 *   npm run dev:mock            page through Vite with hot reload
 *   LOSE=1 npm run dev:mock     every race for chosen seats is lost
 *   WAIT=lobby npm run dev:mock   a waiting room with a draw; WAIT=line one without
 *   npm run mock -- --dist      page from dist/, with the gateway's content security policy
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { waitingRoutes } from './mock-waiting.mjs';
import { waitlistRoutes } from './mock-waitlist.mjs';
import { alternativesTo, bestSeats, standingPlaces } from './mock-wishes.mjs';

const PORT = Number(process.env.PORT ?? 5173);
const HOLD_MS = Number(process.env.HOLD_MS ?? 300_000);
const BUSY_MS = Number(process.env.BUSY_MS ?? 700);
/** LOSE=1: the first of the chosen seats is always somebody else's a moment before. */
const LOSE = process.env.LOSE === '1';
const USE_DIST = process.argv.includes('--dist');
const root = fileURLToPath(new URL('..', import.meta.url));
const minutes = (n) => n * 60_000;
const days = (n) => n * 86_400_000;
const start = Date.now();
const iso = (ms) => new Date(ms).toISOString();

// ---- plans
const block = (name, price, rows, seats) => ({ name, priceTier: name, price, rows, seats });
const plans = {
  small: [block('VIP', 150_000, 3, 10), block('R', 100_000, 5, 15), block('S', 70_000, 8, 20)],
  middle: [block('VIP', 200_000, 5, 20), block('R', 150_000, 10, 30), block('S', 100_000, 15, 30), block('A', 70_000, 10, 40)],
  large: [block('Floor1', 80_000, 20, 50), block('Floor2', 50_000, 30, 60), block('Floor3', 30_000, 30, 70)],
};

function seatMapOf(blocks) {
  return {
    planVersion: 1,
    sections: blocks.map(({ name, priceTier, price, rows, seats }) => ({
      name, priceTier, price,
      rows: Array.from({ length: rows }, (_, r) => ({
        row: String(r + 1),
        seats: Array.from({ length: seats }, (_, s) => ({
          label: `${name}-${r + 1}-${s + 1}`, number: String(s + 1), ...(r === rows - 1 && s < 2 ? { accessible: true } : {}),
        })),
      })),
    })),
  };
}

/** Curved blocks around a standing floor, with coordinates. */
function arena(rings, blocksPerRing, rowsPerBlock, prices) {
  const sections = [{ name: 'FLOOR', priceTier: 'STANDING', price: prices[0] + 20_000, rows: [], standing: { capacity: 2_000 } }];
  let inner = 26;
  for (let ring = 0; ring < rings; ring++) {
    for (let b = 0; b < blocksPerRing; b++) {
      const from = Math.PI * (0.86 - 1) + (b / blocksPerRing) * Math.PI * 1.28;
      const span = (Math.PI * 1.28) / blocksPerRing;
      const name = `${ring + 1}${String(b + 1).padStart(2, '0')}`;
      sections.push({
        name, priceTier: ['VIP', 'R', 'S', 'A'][ring], price: prices[ring],
        rows: Array.from({ length: rowsPerBlock }, (_, r) => {
          const radius = inner + r * 1.05;
          const seats = Math.floor((span * radius - 2.2) / 1);
          const step = 1 / radius;
          const middle = from + span / 2;
          return {
            row: String(r + 1),
            seats: Array.from({ length: seats }, (_, s) => {
              const angle = middle + (s - (seats - 1) / 2) * step;
              return { label: `${name}-${r + 1}-${s + 1}`, number: String(s + 1), x: +(Math.cos(angle) * radius).toFixed(2), y: +(Math.sin(angle) * radius).toFixed(2) };
            }),
          };
        }),
      });
    }
    inner += rowsPerBlock * 1.05 + 3;
  }
  return { planVersion: 1, sections };
}

// ---- events
const venues = [['블루그라운드', 'Blueground', '서울', 'Seoul'], ['한빛아트홀', 'Hanbit Art Hall', '서울', 'Seoul'], ['해운 아레나', 'Haeun Arena', '부산', 'Busan'], ['달구벌 대극장', 'Dalgubeol Grand Theatre', '대구', 'Daegu']];
const shows = [
  ['concert', '윤슬 전국투어 〈물결의 끝에서〉', 'Yunseul Tour: Where Waves End', '윤슬', 'Yunseul', 'large', -days(1), 20],
  ['musical', '뮤지컬 〈야간비행사〉', 'The Night Pilot', '극단 새벽', 'Saebyeok Company', 'middle', -days(3), 12],
  ['classic', '서울 필 신년음악회', 'Seoul Phil New Year Gala', '한서울 필하모닉', 'Han Seoul Philharmonic', 'small', -days(2), 40],
  ['festival', '그린랜드 뮤직 페스티벌', 'Greenland Music Festival', '하루, 모노톤, 북극성', 'Haru, Monotone, Polaris', 'arena', -days(1), 33],
  ['sport', '한강 웨일스 vs 남산 타이거스', 'Hangang Whales vs Namsan Tigers', '겨울리그 5라운드', 'Winter League R5', 'stadium', -days(5), 9],
  ['theatre', '연극 〈세 번째 의자〉', 'The Third Chair', '김도하, 이서림', 'Kim Doha, Lee Seorim', 'small', minutes(1.5), 15],
  ['concert', '모노톤 단독공연 〈회색의 온도〉', 'Monotone: Grey Degrees', '모노톤', 'Monotone', 'middle', minutes(42), 25],
  ['musical', '뮤지컬 〈파도시장〉', 'Wave Market', '극단 포구', 'Pogu Company', 'middle', minutes(60 * 7), 60],
  ['concert', '북극성 팬콘서트', 'Polaris Fan Concert', '북극성', 'Polaris', 'large', days(2), 50],
  ['classic', '이아람 피아노 리사이틀', 'Lee Aram Piano Recital', '이아람', 'Lee Aram', 'small', days(5), 70],
  ['theatre', '연극 〈우리 동네 천문대〉', 'Our Town Observatory', '극단 새벽', 'Saebyeok Company', 'small', -days(4), 18],
  ['festival', '재즈 인 더 포레스트', 'Jazz in the Forest', '하루 퀸텟', 'Haru Quintet', 'middle', -days(9), 6],
  ['concert', '하루 〈봄의 초안〉', 'Haru: Draft of Spring', '하루', 'Haru', 'middle', -days(40), -3],
  ['sport', '배구 올스타전', 'Volleyball All-Star Game', '올스타 K·V팀', 'All-Stars K and V', 'large', -days(2), 13],
  ['theatre', '연극 〈빈방 있습니다〉', 'Vacancy', '이서림', 'Lee Seorim', 'small', -days(8), 8],
];
const events = shows.map(([category, ko, en, artistKo, artistEn, plan, opensIn, showInDays], i) => {
  const map = plan === 'arena' ? arena(3, 13, 14, [132_000, 99_000, 77_000]) : plan === 'stadium' ? arena(4, 17, 36, [60_000, 40_000, 25_000, 15_000]) : seatMapOf(plans[plan]);
  const seats = map.sections.flatMap((s) => s.rows.flatMap((r) => r.seats.map((seat) => ({ ...seat, section: s.name, priceTier: s.priceTier, price: s.price }))));
  const [vko, ven, cko, cen] = venues[i % venues.length];
  const opensAt = start + opensIn;
  const startsAt = start - (start % days(1)) + days(showInDays) + minutes(60 * 10);
  const soldShare = ko.includes('빈방') ? 1 : opensIn > 0 ? 0 : [0.35, 0.6, 0.2, 0.3, 0.45][i % 5];
  const states = new Uint8Array(seats.length);
  for (let s = 0; s < states.length; s++) {
    // Good seats near the stage go first; a few are blocked.
    const eager = soldShare * (1.4 - (0.8 * s) / states.length);
    states[s] = soldShare === 1 ? 2 : Math.random() < 0.01 ? 3 : Math.random() < eager ? 2 : opensIn <= 0 && Math.random() < 0.03 ? 1 : 0;
  }
  return {
    id: `0198c0de-0000-7000-8000-${String(i + 1).padStart(12, '0')}`, category, title: { ko, en }, artist: { ko: artistKo, en: artistEn },
    venue: { id: `v${i % 4}`, name: { ko: vko, en: ven }, city: { ko: cko, en: cen } },
    startsAt, endsAt: startsAt + minutes(150), saleOpensAt: opensAt, saleClosesAt: startsAt - minutes(60), cancelled: i === 11,
    map, seats, index: new Map(seats.map((s, n) => [s.label, n])), states, epoch: 1, version: 1, pending: new Map(), standing: new Map(map.sections.filter((s) => s.standing).map((s) => [s.name, Math.min(640, s.standing.capacity)])), watchers: new Set(), from: 1,
  };
});
const byId = new Map(events.map((e) => [e.id, e]));

function countsOf(e) {
  const c = [0, 0, 0, 0];
  for (const s of e.states) c[s]++;
  const standing = e.map.sections.filter((s) => s.standing).map((s) => ({ section: s.name, available: e.standing.get(s.name), capacity: s.standing.capacity }));
  return { available: c[0], held: c[1], sold: c[2], blocked: c[3], ...(standing.length ? { standing } : {}) };
}
function packed(e) {
  const bytes = Buffer.alloc(Math.ceil(e.states.length / 4));
  e.states.forEach((s, i) => { bytes[i >> 2] |= s << ((i & 3) * 2); });
  return bytes.toString('base64');
}
function change(e, seat, state) {
  if (e.pending.size === 0) e.from = e.version;
  e.states[seat] = state;
  e.version++;
  e.pending.set(seat, state);
}
function statusOf(e, now = Date.now()) {
  if (e.cancelled) return 'cancelled';
  if (e.startsAt < now) return 'ended';
  if (e.saleOpensAt > now) return 'upcoming';
  return countsOf(e).available === 0 ? 'sold_out' : 'on_sale';
}
function itemOf(e) {
  const prices = e.seats.map((s) => s.price);
  const { available } = countsOf(e);
  return {
    id: e.id, title: e.title, artist: e.artist, category: e.category, status: statusOf(e), venue: e.venue, startsAt: iso(e.startsAt), endsAt: iso(e.endsAt),
    saleOpensAt: iso(e.saleOpensAt), saleClosesAt: iso(e.saleClosesAt), priceFrom: prices.reduce((a, b) => Math.min(a, b)), priceTo: prices.reduce((a, b) => Math.max(a, b)),
    remaining: available, total: e.seats.length,
  };
}
function detailOf(e) {
  const tiers = new Map();
  e.seats.forEach((s, i) => {
    const t = tiers.get(s.priceTier) ?? { name: s.priceTier, price: s.price, remaining: 0, total: 0 };
    t.total++;
    if (e.states[i] === 0) t.remaining++;
    tiers.set(s.priceTier, t);
  });
  return {
    ...itemOf(e), ageLimit: 8, runningMinutes: 150,
    description: { ko: '오래 기다린 무대가 열립니다.\n한 번뿐인 밤, 가장 가까운 자리에서 만나 보세요. 공연 시작 후에는 중간 입장이 제한될 수 있습니다.', en: 'The stage you have waited for.\nOne night only. Late entry may be restricted.' },
    saleWindows: [{ name: { ko: '일반예매', en: 'General sale' }, opensAt: iso(e.saleOpensAt), closesAt: iso(e.saleClosesAt) }],
    saleStopped: false, priceTiers: [...tiers.values()], maxSeatsPerPerson: 4, planId: randomUUID(), planVersion: 1, serverTime: iso(Date.now()),
  };
}

// ---- accounts and reservations
const accounts = new Map([['demo@tiketi.gg', { id: randomUUID(), email: 'demo@tiketi.gg', name: '김티케', roles: ['user'], password: 'tiketi-demo-1' }]]);
const refreshTokens = new Map();
const accessTokens = new Map();
const reservations = new Map();
const answered = new Map();

class Refusal extends Error {
  constructor(status, slug, title, more = {}) { super(title); Object.assign(this, { status, slug, more }); }
}
function signedIn(account, res) {
  const refresh = randomUUID();
  const accessToken = randomUUID();
  refreshTokens.set(refresh, account);
  accessTokens.set(accessToken, account);
  res.setHeader('Set-Cookie', `tiketi_refresh=${refresh}; HttpOnly; SameSite=Strict; Path=/api/auth; Max-Age=1209600`);
  const { password, ...user } = account;
  user.emailVerified = true;
  return { user, accessToken, expiresIn: 600, tokenType: 'Bearer' };
}
function accountOf(req) {
  const account = accessTokens.get((req.headers.authorization ?? '').replace('Bearer ', ''));
  if (!account) throw new Refusal(401, 'unauthenticated', '로그인이 필요합니다');
  return account;
}
function viewOf(r) {
  const { account, indexes, eventRef, ...view } = r;
  return { ...view, serverTime: iso(Date.now()) };
}
function own(req, id) {
  const r = reservations.get(id);
  if (!r || r.account !== accountOf(req).id) throw new Refusal(404, 'not-found', '찾을 수 없습니다');
  return r;
}
function end(r, status, state) {
  r.status = status;
  r.timeline.push({ at: iso(Date.now()), kind: status.toLowerCase() });
  for (const i of r.indexes) change(r.eventRef, i, state);
  const { standing } = r.eventRef;
  if (state === 0) for (const { label } of r.seats) if (standing.has(label)) standing.set(label, standing.get(label) + 1);
}
/** The seats of a wish, or a refusal with alternatives. */
function wished(e, body) {
  if (body.standing) {
    const places = standingPlaces(e, body.standing);
    if (places === null) throw new Refusal(409, 'not-enough-seats', '남은 좌석이 부족합니다');
    return { indexes: [], places };
  }
  if (body.bestAvailable) {
    const indexes = bestSeats(e, body.bestAvailable);
    if (indexes === null) throw new Refusal(409, 'not-enough-seats', '남은 좌석이 부족합니다');
    return { indexes, places: [] };
  }
  const indexes = body.seats.map((label) => e.index.get(label));
  if (LOSE && e.states[indexes[0]] === 0 && !e.lost?.has(indexes[0])) change(e, indexes[0], 1);
  const taken = indexes.filter((i) => e.states[i] !== 0);
  if (taken.length === 0) return { indexes, places: [] };
  const alternatives = alternativesTo(e, indexes);
  // Alternatives are not lost once more, even where every race is.
  if (LOSE) e.lost = new Set(alternatives.flat());
  if (body.acceptAlternative && alternatives.length > 0) return { indexes: alternatives[0], places: [] };
  const labels = (seats) => seats.map((i) => e.seats[i].label);
  throw new Refusal(409, 'seats-taken', '이미 선택된 좌석입니다', { taken: labels(taken), alternatives: alternatives.map(labels) });
}

const routes = [
  ...waitingRoutes(accountOf),
  ...waitlistRoutes({ accountOf, own, viewOf, Refusal, reservations, holdMs: HOLD_MS }),
  ['POST', /^\/api\/auth\/(register|login)$/, ({ body, params: [action], res }) => {
    const known = accounts.get(body.email);
    if (action === 'login') {
      if (!known || known.password !== body.password) throw new Refusal(401, 'wrong-credentials', '이메일 또는 비밀번호가 맞지 않습니다');
      return signedIn(known, res);
    }
    if ((body.password ?? '').length < 10) throw new Refusal(400, 'invalid-fields', '입력값을 확인해 주세요', { violations: [{ field: 'password', message: '10자 이상으로 정해 주세요' }] });
    if (known) throw new Refusal(409, 'account-exists', '이미 가입된 이메일입니다');
    const account = { id: randomUUID(), email: body.email, name: body.name, roles: ['user'], password: body.password };
    accounts.set(body.email, account);
    res.statusCode = 201;
    return signedIn(account, res);
  }],
  ['POST', /^\/api\/auth\/refresh$/, ({ req, res }) => {
    const token = /tiketi_refresh=([^;]+)/.exec(req.headers.cookie ?? '')?.[1];
    const account = refreshTokens.get(token);
    if (!account) throw new Refusal(401, 'unauthenticated', '로그인이 필요합니다');
    refreshTokens.delete(token);
    return signedIn(account, res);
  }],
  ['POST', /^\/api\/auth\/logout$/, ({ res }) => { res.statusCode = 204; res.setHeader('Set-Cookie', 'tiketi_refresh=; Path=/api/auth; Max-Age=0'); return null; }],
  ['PUT', /^\/api\/auth\/me\/password$/, ({ req, res, body }) => {
    const account = accountOf(req);
    if (account.password !== body.currentPassword) throw new Refusal(422, 'wrong-password', '현재 비밀번호가 올바르지 않습니다');
    account.password = body.newPassword;
    res.statusCode = 204;
    return null;
  }],
  ['GET', /^\/api\/auth\/sessions$/, ({ req }) => {
    const now = iso(Date.now());
    return { items: [{ id: accountOf(req).id ?? 'mock', createdAt: now, lastUsedAt: now, expiresAt: now, current: true }] };
  }],
  ['GET', /^\/api\/auth\/ways$/, () => ({ google: false })],
  ['GET', /^\/api\/auth\/me\/second-factor$/, ({ req }) => { accountOf(req); return { on: false, available: false, needed: false, recoveryCodesLeft: 0 }; }],
  ['POST', /^\/api\/auth\/password-reset$/, ({ res }) => { res.statusCode = 202; return null; }],
  ['PUT', /^\/api\/auth\/(password-reset|email-verification)$/, () => { throw new Refusal(410, 'link-invalid', '만료되었거나 이미 사용한 링크입니다'); }],
  ['GET', /^\/api\/events$/, ({ query }) => {
    const q = (query.get('q') ?? '').toLowerCase();
    const sort = query.get('sort') ?? 'startsAt';
    const key = sort.replace('-', '');
    const all = events.map(itemOf)
      .filter((e) => !q || JSON.stringify([e.title, e.artist, e.venue]).toLowerCase().includes(q))
      .filter((e) => !query.get('category') || e.category === query.get('category'))
      .filter((e) => query.getAll('status').length === 0 || query.getAll('status').includes(e.status))
      .sort((a, b) => String(a[key]).localeCompare(String(b[key])) * (sort.startsWith('-') ? -1 : 1));
    const size = Number(query.get('size') ?? 12);
    const page = Number(query.get('page') ?? 1);
    return { items: all.slice((page - 1) * size, page * size), page, size, total: all.length };
  }],
  ['GET', /^\/api\/events\/([^/]+)$/, ({ event }) => detailOf(event)],
  ['GET', /^\/api\/events\/([^/]+)\/seat-map$/, ({ event }) => event.map],
  ['GET', /^\/api\/events\/([^/]+)\/seats$/, ({ event: e }) => ({ eventId: e.id, epoch: e.epoch, version: e.version, asOf: iso(Date.now()), counts: countsOf(e), states: packed(e) })],
  ['POST', /^\/api\/events\/([^/]+)\/reservations$/, ({ req, res, event: e, body }) => {
    const account = accountOf(req);
    if (statusOf(e) === 'upcoming') throw new Refusal(422, 'sale-not-open', '아직 예매가 시작되지 않았습니다');
    res.setHeader('Tiketi-Position', `${e.epoch}:${e.version}`);
    const { indexes, places } = wished(e, body);
    for (const i of indexes) change(e, i, 1);
    const now = Date.now();
    if (places.length > 0) change(e, 0, e.states[0]);
    const seats = [...places, ...indexes.map((i) => { const { label, section, priceTier, price } = e.seats[i]; return { label, section, priceTier, price }; })];
    const r = {
      id: randomUUID(), number: `T${String(now).slice(-9)}`, status: 'PENDING', event: { id: e.id, title: e.title, venue: e.venue.name, startsAt: iso(e.startsAt) }, seats,
      amount: seats.reduce((a, s) => a + s.price, 0), createdAt: iso(now), expiresAt: iso(now + HOLD_MS), account: account.id, indexes, eventRef: e, timeline: [{ at: iso(now), kind: 'reserved' }],
    };
    reservations.set(r.id, r);
    res.statusCode = 201;
    res.setHeader('Tiketi-Position', `${e.epoch}:${e.version}`);
    return viewOf(r);
  }],
  ['GET', /^\/api\/reservations$/, ({ req, query }) => {
    const account = accountOf(req);
    const all = [...reservations.values()].filter((r) => r.account === account.id).reverse();
    const size = Number(query.get('size') ?? 20);
    const page = Number(query.get('page') ?? 1);
    return { items: all.slice((page - 1) * size, page * size).map(viewOf), page, size, total: all.length };
  }],
  ['GET', /^\/api\/reservations\/([^/]+)$/, ({ req, params }) => viewOf(own(req, params[0]))],
  ['POST', /^\/api\/reservations\/([^/]+)\/payments$/, async ({ req, params, body }) => {
    const r = own(req, params[0]);
    if (r.status !== 'PENDING') throw new Refusal(410, 'reservation-expired', '결제 시간이 지났습니다');
    await new Promise((done) => setTimeout(done, 900));
    r.payment = { method: body.method };
    end(r, 'CONFIRMED', 2);
    return viewOf(r);
  }],
  ['DELETE', /^\/api\/reservations\/([^/]+)$/, ({ req, res, params }) => {
    const r = own(req, params[0]);
    if (!['OFFERED', 'PENDING', 'CONFIRMED'].includes(r.status)) throw new Refusal(409, 'conflict', '취소할 수 없는 예매입니다');
    end(r, 'CANCELLED', 0);
    res.setHeader('Tiketi-Position', `${r.eventRef.epoch}:${r.eventRef.version}`);
    return viewOf(r);
  }],
];

async function api(req, res, url) {
  res.setHeader('Content-Type', 'application/json');
  try {
    const found = routes.find(([method, pattern]) => method === req.method && pattern.test(url.pathname));
    if (!found) throw new Refusal(404, 'not-found', '찾을 수 없습니다');
    const params = found[1].exec(url.pathname).slice(1);
    const event = url.pathname.startsWith('/api/events/') ? byId.get(params[0]) : null;
    if (url.pathname.startsWith('/api/events/') && !event) throw new Refusal(404, 'not-found', '찾을 수 없습니다');
    let raw = '';
    for await (const part of req) raw += part;
    const key = req.headers['idempotency-key'];
    if (key && answered.has(key)) { res.statusCode = answered.get(key)[0]; res.end(answered.get(key)[1]); return; }
    const body = await found[2]({ req, res, params, event, query: url.searchParams, body: raw ? JSON.parse(raw) : {} });
    const out = body === null ? '' : JSON.stringify(body);
    if (key) answered.set(key, [res.statusCode, out]);
    res.end(out);
  } catch (e) {
    const refusal = e instanceof Refusal ? e : new Refusal(500, 'internal-error', String(e));
    res.statusCode = refusal.status;
    res.setHeader('Content-Type', 'application/problem+json');
    res.end(JSON.stringify({ type: `https://tiketi.gg/problems/${refusal.slug}`, title: refusal.message, status: refusal.status, requestId: randomUUID(), ...refusal.more }));
  }
}

// ---- the page itself
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const vite = USE_DIST ? null : await (await import('vite')).createServer({ root, server: { middlewareMode: true, proxy: {} }, appType: 'spa' });
function page(req, res, url) {
  if (vite) { vite.middlewares(req, res); return; }
  const wanted = join(root, 'dist', normalize(url.pathname));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(root, 'dist/index.html');
  res.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  res.setHeader('Content-Security-Policy', "default-src 'self'; connect-src 'self' ws: wss:");
  createReadStream(file).pipe(res);
}

const server = createServer((req, res) => {
  const url = new URL(req.url, 'http://mock');
  if (url.pathname.startsWith('/api/')) void api(req, res, url);
  else page(req, res, url);
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (req, socket, head) => {
  const id = /^\/ws\/events\/([^/?]+)/.exec(req.url)?.[1];
  const event = byId.get(id);
  if (!event) { if (!vite) socket.destroy(); return; }
  sockets.handleUpgrade(req, socket, head, (ws) => {
    const snapshot = () => ws.send(JSON.stringify({ type: 'snapshot', eventId: event.id, epoch: event.epoch, version: event.version, states: packed(event), counts: countsOf(event), serverTime: iso(Date.now()) }));
    event.watchers.add(ws);
    ws.on('close', () => event.watchers.delete(ws));
    ws.on('message', snapshot);
    snapshot();
  });
});

// ---- time passes: deltas, heartbeats, expiry, other buyers
setInterval(() => {
  for (const e of events) {
    if (e.pending.size === 0) continue;
    const text = JSON.stringify({ type: 'delta', epoch: e.epoch, from: e.from, version: e.version, changes: [...e.pending], counts: countsOf(e) });
    e.pending.clear();
    for (const ws of e.watchers) ws.send(text);
  }
}, 100);
setInterval(() => {
  for (const e of events) for (const ws of e.watchers) ws.send(JSON.stringify({ type: 'heartbeat', epoch: e.epoch, version: e.version, serverTime: iso(Date.now()) }));
}, 15_000);
setInterval(() => {
  for (const r of reservations.values()) if (r.status === 'PENDING' && Date.parse(r.expiresAt) < Date.now()) end(r, 'EXPIRED', 0);
}, 1_000);
if (BUSY_MS > 0) setInterval(() => {
  for (const e of events) {
    if (e.watchers.size === 0 || statusOf(e) !== 'on_sale') continue;
    const at = Math.floor(Math.random() * e.seats.length);
    const mine = [...reservations.values()].some((r) => r.eventRef === e && r.indexes.includes(at));
    if (mine) continue;
    for (let i = at; i < Math.min(at + 1 + Math.floor(Math.random() * 3), e.seats.length); i++) {
      if (e.states[i] === 0) change(e, i, 1);
      else if (e.states[i] === 1) change(e, i, Math.random() < 0.7 ? 2 : 0);
    }
  }
}, BUSY_MS);

server.listen(PORT, '127.0.0.1', () => console.log(`mock: http://localhost:${PORT}  (demo@tiketi.gg / tiketi-demo-1)`));
