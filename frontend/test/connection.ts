/** A connection of Home Assistant's frontend, as far as it is used, with a community behind it. */

import type { Connection } from "../src/ha";
import type { FeedMessage, Me } from "../src/model";
import { me } from "./world";

type Answer = (message: Record<string, unknown>) => unknown;

export class StandInConnection implements Connection {
  connected = true;
  reconnects = 0;
  subscriptions = 0;
  subscribed: Record<string, unknown>[] = [];
  sent: Record<string, unknown>[] = [];
  /** What the community answers; a function that throws refuses. */
  answer: Answer = (message) => (message["type"] === "smart_community/me" ? this.me : {});
  me: Me = me("duty_room");
  /** Nobody answers at all. */
  dead = false;
  private listeners = new Map<string, Set<() => void>>();
  private callbacks: ((message: FeedMessage) => void)[] = [];

  sendMessagePromise<T>(message: Record<string, unknown>): Promise<T> {
    this.sent.push(message);
    if (this.dead) return new Promise(() => undefined);
    return Promise.resolve().then(() => this.answer(message) as T);
  }

  subscribeMessage<T>(callback: (message: T) => void, message: Record<string, unknown>): Promise<() => Promise<void>> {
    if (this.dead) return new Promise(() => undefined);
    return Promise.resolve().then(() => {
      this.answer(message);
      this.subscribed.push(message);
      this.subscriptions += 1;
      this.callbacks.push(callback as (message: FeedMessage) => void);
      return () => Promise.resolve();
    });
  }

  /** Tell all who ever subscribed: those of the past must not listen. */
  tell(message: unknown): void {
    for (const callback of this.callbacks) callback(message as FeedMessage);
  }

  lose(): void {
    this.connected = false;
    this.emit("disconnected");
  }

  restore(): void {
    this.connected = true;
    this.emit("ready");
  }

  reconnect(): void {
    this.reconnects += 1;
  }

  addEventListener(name: string, listener: () => void): void {
    const listeners = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, listeners.add(listener));
  }

  removeEventListener(name: string, listener: () => void): void {
    this.listeners.get(name)?.delete(listener);
  }

  get listening(): number {
    return [...this.listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0);
  }

  private emit(name: string): void {
    for (const listener of this.listeners.get(name) ?? []) listener();
  }
}

/** Refuse, as Home Assistant does. */
export function refuse(code: string): () => never {
  return () => {
    throw { code, message: code };
  };
}
