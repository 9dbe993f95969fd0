import { sampleFromInstant, serverClock } from '../platform/clock';
import {
  type LiveMessage, type LiveSeats, type Received, receiveDelta, receiveHeartbeat, receiveSnapshot, type SnapshotMessage,
} from './live';
import { formatPosition, type Position } from './position';

/*
 * Keeps the seats of one event up to date: over a WebSocket while there is one, by polling while there is none, and
 * says so when there is neither. Somebody who is signed in also hears of their own reservations over it.
 *
 *   connecting ──open──► live ──close, error or silence──► waiting (backoff, or as the server said) ──► connecting
 *        └──close──► waiting          while not live: GET seats every POLL_MS; that fails too: paused
 */
export type ConnectionStatus = 'connecting' | 'live' | 'polling' | 'paused';

export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export interface ConnectionPorts {
  open(address: string): SocketLike;
  poll(): Promise<SnapshotMessage>;
  seatsChanged(seats: LiveSeats): void;
  statusChanged(status: ConnectionStatus): void;
  /** The viewer's token, a newer one than the given if there is; null for a stranger. */
  token(newerThan: string | null): Promise<string | null>;
  /** Something about the viewer's own reservations may have changed. */
  ownNews(): void;
  random(): number;
}

/** Polling is the fallback of everybody at once when sockets fail, so it is not faster than this. */
export const POLL_MS = 2_000;
/** The server sends something at least every 15 s; after this silence the connection is dead. */
export const SILENCE_MS = 40_000;
/** A snapshot that was asked for and did not come: ask again, not more often than this. */
const RESYNC_MS = 3_000;
/** A gateway that goes takes thousands of connections along; polling bridges the time until they have all come back. */
const FIRST_BACKOFF_MS = 2_000;
const LONGEST_BACKOFF_MS = 20_000;

/** However long the server asks to stay away, a page is not left without it for longer. */
const LONGEST_HINT_MS = 60_000;

/** Full jitter: after a restart of the server thousands come back, and must not come at once. */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures);
  return ceiling * (0.2 + 0.8 * random);
}

export class LiveConnection {
  private seats: LiveSeats | null = null;
  private socket: SocketLike | null = null;
  private failures = 0;
  private isStopped = false;
  private isPaused = false;
  private isLive = false;
  private heartbeat: Position | null = null;
  private resyncAskedMs = 0;
  private sentToken: string | null = null;
  private hintMs: number | null = null;
  private reconnectTimer: ReturnType<typeof setTimeout> | undefined;
  private silenceTimer: ReturnType<typeof setTimeout> | undefined;
  private pollTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly address: string;
  private readonly count: number;
  private readonly ports: ConnectionPorts;

  constructor(address: string, count: number, ports: ConnectionPorts) {
    this.address = address;
    this.count = count;
    this.ports = ports;
  }

  start(): void {
    this.connect();
    this.startPolling(0);
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.reconnectTimer);
    clearTimeout(this.silenceTimer);
    clearTimeout(this.pollTimer);
    this.detach();
  }

  /** The viewer has signed in or out. A connection that showed a token cannot take it back, so another one is made. */
  viewerChanged(): void {
    if (this.isStopped || this.socket === null) return;
    if (this.sentToken === null) void this.showToken(null);
    else {
      this.detach();
      this.connect();
    }
  }

  private connect(): void {
    const known = this.seats === null ? '' : `?from=${formatPosition(this.seats.position)}`;
    const socket = this.ports.open(this.address + known);
    this.socket = socket;
    this.heartbeat = null;
    this.resyncAskedMs = 0;
    this.sentToken = null;
    this.hintMs = null;
    this.expectSign();
    socket.onopen = () => {
      this.isLive = true;
      this.ports.statusChanged('live');
      void this.showToken(null);
      if (this.seats !== null) this.stopPolling();
    };
    socket.onmessage = (event) => this.read(event.data);
    socket.onclose = () => this.lost();
  }

  private read(data: unknown): void {
    this.expectSign();
    let message: LiveMessage;
    try {
      message = JSON.parse(String(data)) as LiveMessage;
    } catch {
      return;
    }
    // Backing off starts anew only once the server really talks, not when a proxy merely accepts.
    this.failures = 0;
    const received = this.received(message);
    if (received === null) return;
    if (received.kind === 'gap') this.resync();
    else if (received.kind === 'changed') {
      this.take(received.seats);
      this.stopPolling();
    }
  }

  private received(message: LiveMessage): Received | null {
    switch (message.type) {
      case 'snapshot':
        return receiveSnapshot(this.seats, message, this.count);
      case 'delta':
        return receiveDelta(this.seats, message);
      case 'heartbeat': {
        if (message.serverTime !== undefined) this.observe(message.serverTime);
        const received = receiveHeartbeat(this.seats, this.heartbeat);
        this.heartbeat = { epoch: message.epoch, version: message.version };
        return received;
      }
      case 'reconnect':
        this.hintMs = Math.min(Math.max(0, message.reconnectAfterMs), LONGEST_HINT_MS);
        return null;
      case 'signed-in': // what changed while nobody listened was not told
      case 'reservation':
        this.ports.ownNews();
        return null;
      case 'renew':
      case 'signed-out':
        void this.showToken(this.sentToken);
        return null;
      default:
        return null; // a kind of message that a newer server sends
    }
  }

  /** In a message, because an address would end up in logs. */
  private async showToken(newerThan: string | null): Promise<void> {
    const { socket } = this;
    const token = await this.ports.token(newerThan).catch(() => null);
    if (token === null || token === newerThan || socket === null || socket !== this.socket) return;
    this.sentToken = token;
    socket.send(JSON.stringify({ type: 'auth', token }));
  }

  /** One-way delay is unknown: treat it as up to 300 ms, so an HTTP answer normally knows better. */
  private observe(serverTime: string): void {
    const serverMs = Date.parse(serverTime);
    const now = Date.now();
    if (!Number.isNaN(serverMs)) serverClock.observe(sampleFromInstant(serverMs, now - 300, now));
  }

  private take(seats: LiveSeats): void {
    this.seats = seats;
    this.ports.seatsChanged(seats);
  }

  private resync(): void {
    const now = Date.now();
    if (now - this.resyncAskedMs < RESYNC_MS) return;
    this.resyncAskedMs = now;
    this.socket?.send('{"type":"resync"}');
  }

  private expectSign(): void {
    clearTimeout(this.silenceTimer);
    this.silenceTimer = setTimeout(() => this.lost(), SILENCE_MS);
  }

  private lost(): void {
    if (this.isStopped || this.socket === null) return;
    this.detach();
    clearTimeout(this.silenceTimer);
    this.ports.statusChanged('polling');
    this.startPolling(this.failures === 0 ? 0 : POLL_MS);
    const waitMs = this.hintMs ?? backoffMs(this.failures++, this.ports.random());
    this.reconnectTimer = setTimeout(() => this.connect(), waitMs);
  }

  private detach(): void {
    const socket = this.socket;
    this.socket = null;
    this.isLive = false;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    if (!this.isStopped && !this.isLive) this.ports.statusChanged(isPaused ? 'paused' : 'polling');
  }

  private startPolling(delayMs: number): void {
    this.pollTimer ??= setTimeout(() => void this.pollOnce(), delayMs);
  }

  private stopPolling(): void {
    clearTimeout(this.pollTimer);
    this.pollTimer = undefined;
  }

  private async pollOnce(): Promise<void> {
    const mine = this.pollTimer;
    try {
      const received = receiveSnapshot(this.seats, await this.ports.poll(), this.count);
      if (!this.isStopped && received.kind === 'changed') this.take(received.seats);
      if (this.isPaused) this.pause(false);
    } catch {
      this.pause(true); // the next round tries again
    }
    if (this.isStopped || this.pollTimer !== mine) return;
    this.pollTimer = setTimeout(() => void this.pollOnce(), POLL_MS);
  }
}
