/** The guest's end of the channel between TensorBoard and a plugin in an iframe. */

interface Message {
  type: string;
  id: number;
  payload: unknown;
  error: string | null;
  isReply: boolean;
}

/** A host that answers at all answers within milliseconds. */
const PATIENCE_MS = 3000;

export class HostChannel {
  private readonly port: MessagePort;
  private readonly listeners = new Map<string, (() => void)[]>();
  private readonly waiting = new Map<number, (payload: unknown) => void>();
  private lastId = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.port.onmessage = (event) => this.receive(JSON.parse(event.data as string) as Message);
    window.parent.postMessage("experimental.bootstrap", "*", [port2]);
  }

  /** TensorBoard's names of all its runs, in the order that their colours follow. */
  async runNames(): Promise<string[]> {
    const answer = await this.request("experimental.GetRuns");
    return Array.isArray(answer) ? answer.map(String) : [];
  }

  /** TensorBoard has read its logs again. */
  onReload(listener: () => void): void {
    this.listen("experimental.DataReloaded", listener);
  }

  onRunsChanged(listener: () => void): void {
    this.listen("experimental.RunsChanged", listener);
  }

  private listen(type: string, listener: () => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  /** Resolves to undefined where the host does not answer. */
  private request(type: string): Promise<unknown> {
    const id = this.lastId++;
    return new Promise((resolve) => {
      const settle = (payload: unknown) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(payload);
      };
      const timer = setTimeout(() => settle(undefined), PATIENCE_MS);
      this.waiting.set(id, settle);
      this.post({ type, id, payload: null, error: null, isReply: false });
    });
  }

  private receive(message: Message): void {
    if (message.isReply) {
      this.waiting.get(message.id)?.(message.error ? undefined : message.payload);
      return;
    }
    for (const listener of this.listeners.get(message.type) ?? []) listener();
    this.post({ ...message, payload: null, error: null, isReply: true });
  }

  private post(message: Message): void {
    this.port.postMessage(JSON.stringify(message));
  }
}
