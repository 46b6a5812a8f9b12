import type { Client, SendResult } from './client.ts';

/** Sends each read once and remembers its answer, even if it failed. For a command whose steps read the same. */
export function readOnce(client: Client): Client {
  const answers = new Map<string, Promise<SendResult>>();
  return {
    ...client,
    send: (request, signal) => {
      if (request.method !== 'GET') return client.send(request, signal);
      const answer = answers.get(request.path) ?? client.send(request, signal);
      answers.set(request.path, answer);
      return answer;
    },
  };
}
