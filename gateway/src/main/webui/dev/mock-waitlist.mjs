/*
 * A waitlist for the stand-in: whoever joins is offered the first seats of the tier after WAITLIST_MS (8 s), for a minute.
 */
import { randomUUID } from 'node:crypto';

const OFFER_AFTER_MS = Number(process.env.WAITLIST_MS ?? 8_000);
const OFFER_MS = 60_000;
const iso = (ms) => new Date(ms).toISOString();

export function waitlistRoutes({ accountOf, own, viewOf, Refusal, reservations, holdMs }) {
  const entries = [];
  const place = new Map();

  function settle(entry) {
    const { offer } = entry;
    if (entry.state === 'WAITING' && Date.now() > entry.at + OFFER_AFTER_MS) makeOffer(entry);
    else if (entry.state === 'OFFERED' && Date.parse(offer.expiresAt) < Date.now()) {
      offer.status = 'EXPIRED';
      entry.state = 'LAPSED';
    } else if (entry.state === 'OFFERED' && offer.status !== 'OFFERED') entry.state = offer.status === 'CANCELLED' ? 'DECLINED' : 'ACCEPTED';
  }

  function makeOffer(entry) {
    const { event: e } = entry;
    const found = e.seats.filter((seat) => seat.priceTier === entry.priceTier).slice(0, entry.groupSize);
    const now = Date.now();
    entry.offer = {
      id: randomUUID(), number: `T${String(now).slice(-9)}`, status: 'OFFERED', event: { id: e.id, title: e.title, venue: e.venue.name, startsAt: iso(e.startsAt) },
      seats: found.map(({ label, section, priceTier, price }) => ({ label, section, priceTier, price })), amount: found.reduce((sum, seat) => sum + seat.price, 0),
      createdAt: iso(now), expiresAt: iso(now + OFFER_MS), account: entry.account, indexes: found.map((seat) => e.index.get(seat.label)), eventRef: e, timeline: [{ at: iso(now), kind: 'offered' }],
    };
    reservations.set(entry.offer.id, entry.offer);
    entry.state = 'OFFERED';
  }

  function seen(entry) {
    settle(entry);
    const { offer, event, account, at, ...view } = entry;
    const isShown = entry.state === 'OFFERED' || entry.state === 'ACCEPTED';
    return {
      ...view, joinedAt: iso(at), ...(entry.state === 'WAITING' ? { ahead: Math.max(0, 3 - Math.floor((Date.now() - at) / 2_500)) } : {}),
      ...(isShown ? { offer: { reservationId: offer.id, seats: offer.seats.map(({ label }) => label), amount: offer.amount, expiresAt: offer.expiresAt } } : {}),
    };
  }

  const of = (req, e) => entries.filter((entry) => entry.event === e && entry.account === accountOf(req).id);

  return [
    ['POST', /^\/api\/events\/([^/]+)\/waitlist$/, ({ req, res, event: e, body }) => {
      const live = of(req, e).find((entry) => entry.priceTier === body.priceTier && ['WAITING', 'OFFERED'].includes(entry.state));
      if (!live && e.seats.filter((seat, i) => seat.priceTier === body.priceTier && e.states[i] === 0).length >= body.groupSize) {
        throw new Refusal(409, 'waitlist-seats-available', '지금 예매할 수 있는 좌석이 있습니다');
      }
      place.set(body.priceTier, (place.get(body.priceTier) ?? 41) + 1);
      const entry = live ?? { ...body, event: e, account: accountOf(req).id, at: Date.now(), state: 'WAITING', place: place.get(body.priceTier) };
      if (!live) entries.push(entry);
      res.statusCode = 201;
      return seen(entry);
    }],
    ['GET', /^\/api\/events\/([^/]+)\/waitlist$/, ({ req, event: e }) => {
      const last = new Map(of(req, e).map((entry) => [entry.priceTier, entry]));
      return { entries: [...last.values()].map(seen) };
    }],
    ['DELETE', /^\/api\/events\/([^/]+)\/waitlist$/, ({ req, res, event: e, query }) => {
      for (const entry of of(req, e)) {
        if (query.has('priceTier') && query.get('priceTier') !== entry.priceTier) continue;
        if (entry.state === 'OFFERED') entry.offer.status = 'CANCELLED';
        if (entry.state === 'WAITING') entry.state = 'LEFT';
      }
      res.statusCode = 204;
      return null;
    }],
    ['POST', /^\/api\/reservations\/([^/]+)\/acceptance$/, ({ req, params }) => {
      const r = own(req, params[0]);
      if (r.status === 'OFFERED') {
        r.status = 'PENDING';
        r.expiresAt = iso(Date.now() + holdMs);
        r.timeline.push({ at: iso(Date.now()), kind: 'accepted' });
      } else if (r.status !== 'PENDING') throw new Refusal(410, 'reservation-expired', '수락 시간이 지났습니다');
      return viewOf(r);
    }],
  ];
}
