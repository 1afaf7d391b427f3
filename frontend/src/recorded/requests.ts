/** The one module that fetches. Addresses are relative to where this module was served from. */

import type { FindingsAnswer, RunsAnswer, VariablesAnswer, VerdictsAnswer } from "./contract";

/** Where recorded gradients come from. All may be refused with a RequestError. */
export interface Source {
  runs(): Promise<RunsAnswer>;
  variables(run: string): Promise<VariablesAnswer>;
  findings(run: string): Promise<FindingsAnswer>;
  /** @param limits name of each limit that differs from its default -> its value */
  verdicts(run: string, limits: Readonly<Record<string, number>>): Promise<VerdictsAnswer>;
  /** @param name a statistic's name, or "status" */
  statistic(run: string, name: string): Promise<ArrayBuffer>;
  /** All statistics of one variable, one to a column, in the order of the list of statistics. */
  curves(run: string, variable: string): Promise<ArrayBuffer>;
  /** The histogram of magnitudes of one variable, a bin to a column; shares in 255ths. */
  histogram(run: string, variable: string): Promise<ArrayBuffer>;
}

/** The backend, or the way to it, did not give what was asked for; `message` is for people. */
export class RequestError extends Error {
  /** @param status the HTTP status, or 0 where no answer came at all */
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function request(route: string, parameters: Record<string, string>): Promise<Response> {
  const address = new URL(route, import.meta.url);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  let answer: Response;
  try {
    answer = await fetch(address);
  } catch {
    throw new RequestError("TensorBoard does not answer. It may have been stopped.", 0);
  }
  if (!answer.ok) throw new RequestError(await problemIn(answer), answer.status);
  return answer;
}

async function requestJson<T>(route: string, parameters: Record<string, string>): Promise<T> {
  const answer = await request(route, parameters);
  try {
    return (await answer.json()) as T;
  } catch {
    throw incomplete(route, answer);
  }
}

async function requestBytes(
  route: string,
  parameters: Record<string, string>,
): Promise<ArrayBuffer> {
  const answer = await request(route, parameters);
  try {
    return await answer.arrayBuffer();
  } catch {
    throw incomplete(route, answer);
  }
}

async function problemIn(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error === "string") return error;
  } catch {
    // Not one of our own answers; the status is all there is to say.
  }
  return `TensorBoard answered with HTTP status ${answer.status} ${answer.statusText}.`.trim();
}

export const BACKEND: Source = {
  runs: () => requestJson("runs", {}),
  variables: (run) => requestJson("variables", { run }),
  findings: (run) => requestJson("findings", { run }),
  verdicts: (run, limits) =>
    requestJson("verdicts", {
      run,
      ...Object.fromEntries(Object.entries(limits).map(([name, value]) => [name, String(value)])),
    }),
  statistic: (run, name) => requestBytes("statistic", { run, name }),
  curves: (run, variable) => requestBytes("curves", { run, variable }),
  histogram: (run, variable) => requestBytes("histogram", { run, variable }),
};

function incomplete(route: string, { status }: Response): RequestError {
  return new RequestError(`TensorBoard's answer to ${route} is not complete.`, status);
}
