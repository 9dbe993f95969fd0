/*
 * A waiting room for the stand-in: WAIT=line puts everybody behind 40 people who come in one a second, WAIT=lobby first
 * makes them wait half a minute for a draw, WAIT unset asks for no admission.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const MODE = process.env.WAIT ?? 'off';
const AHEAD = 40;
const start = Date.now();
/** Half a minute after somebody first looked. */
let opensAt = Infinity;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const seed = randomBytes(32);
const people = new Map();
const others = Array.from({ length: 200 }, () => sha(randomBytes(16)));

function draw() {
  const lobby = [...others, ...[...people.values()].map(({ id }) => id)].map((id, i) => ({ id, number: i + 1 }));
  const root = sha(...lobby.map(({ id }) => id).sort(Buffer.compare));
  const beacon = '18 21 30 33 40 45';
  const ranked = lobby.map((place) => ({ ...place, key: sha(seed, root, Buffer.from(beacon), place.id) })).sort((a, b) => Buffer.compare(a.key, b.key));
  ranked.forEach((place, i) => { place.rank = i + 1; });
  return { root, beacon, places: ranked.sort((a, b) => a.number - b.number) };
}

function statusOf(account) {
  const now = Date.now();
  opensAt = Math.min(opensAt, now + 30_000);
  const base = { joined: false, challenge: 'PROOF_OF_WORK', serverTime: new Date(now).toISOString(), pollAfterSeconds: 5 };
  if (MODE === 'off') return { ...base, state: 'OPEN', challenge: undefined };
  const times = MODE === 'lobby' ? { lobbyOpensAt: new Date(start - 60_000).toISOString(), opensAt: new Date(opensAt).toISOString() } : {};
  const inLobby = MODE === 'lobby' && now < opensAt;
  const me = people.get(account.id);
  if (!me) return { ...base, ...times, state: inLobby ? 'LOBBY' : 'WAITING' };
  const part = { generation: 1, number: others.length + 1, placeId: me.id.toString('hex'), salt: me.salt.toString('hex') };
  const mine = { ...base, ...times, joined: true, challenge: undefined, draw: part };
  if (inLobby) return { ...mine, state: 'LOBBY' };
  const from = MODE === 'lobby' ? opensAt : me.at;
  const place = MODE === 'lobby' ? draw().places.at(-1).rank : AHEAD + 1;
  const ahead = Math.max(0, place - 1 - Math.floor((now - from) / 1_000));
  if (ahead > 0) return { ...mine, state: 'WAITING', place, ahead, estimate: { low: Math.round(ahead * 0.8), high: ahead * 2 } };
  return { ...mine, state: 'ADMITTED', place, draw: undefined, admissionToken: 'A'.repeat(43), admissionExpiresAt: new Date(now + 600_000).toISOString() };
}

function join(account) {
  if (!people.has(account.id)) {
    const salt = randomBytes(16);
    people.set(account.id, { at: Date.now(), salt, id: sha(Buffer.from(account.id.replaceAll('-', ''), 'hex'), salt) });
  }
  const status = statusOf(account);
  if (status.draw === undefined) return status;
  const text = `tiketi-place|event|1|${status.draw.number}|${status.draw.placeId}`;
  const root = sha(Buffer.of(0), Buffer.from(text)).toString('hex');
  return { ...status, receipt: { text, path: [], signature: sign(null, Buffer.from(`tiketi-places|${root}`), privateKey).toString('base64') } };
}

function publicDraw() {
  const made = MODE === 'lobby' && Date.now() >= opensAt ? draw() : null;
  return {
    generation: 1, algorithm: '', publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), seedHash: sha(seed).toString('hex'),
    ...(made === null ? {} : { root: made.root.toString('hex'), size: made.places.length, beaconSource: 'https://lottery.example', beaconValue: made.beacon, seed: seed.toString('hex') }),
  };
}

/** The routes, for a function that tells whose a request is. */
export function waitingRoutes(accountOf) {
  return [
    ['GET', /^\/api\/events\/([^/]+)\/waiting-room$/, ({ req }) => statusOf(accountOf(req))],
    ['POST', /^\/api\/events\/([^/]+)\/waiting-room$/, ({ req }) => join(accountOf(req))],
    ['DELETE', /^\/api\/events\/([^/]+)\/waiting-room$/, ({ req, res }) => {
      people.delete(accountOf(req).id);
      res.statusCode = 204;
      return null;
    }],
    ['GET', /^\/api\/events\/([^/]+)\/waiting-room\/challenge$/, ({ query }) => (query.get('kind') === 'wait'
      ? { kind: 'wait', challenge: 'w', difficulty: 3, notBefore: '' } : { kind: 'proof-of-work', challenge: randomBytes(8).toString('hex'), difficulty: 13, notBefore: '' })],
    ['GET', /^\/api\/events\/([^/]+)\/waiting-room\/draw$/, () => publicDraw()],
    ['GET', /^\/api\/events\/([^/]+)\/waiting-room\/log$/, () => ({ places: draw().places.map(({ number, id, rank }) => ({ number, placeId: id.toString('hex'), rank, lobby: true })) })],
  ];
}
