import { z } from 'zod';
import { headShape, outputSchema } from '../../plan/index.ts';

const { format, version } = headShape('reconcile-sandbox');

const line = z
  .strictObject({
    format,
    version,
    origins: z
      .strictObject({
        layers: z.string().describe('Origin of the Layers API.'),
        tiktok: z.string().describe('Origin of the TikTok API.'),
      })
      .describe('Addresses of the APIs.'),
    env: z.record(z.string(), z.string()).describe('Environment variables for programs that use it.'),
  })
  .meta({ title: 'reconcile: sandbox', description: 'The line that `reconcile sandbox` prints when it is ready.' });

export function sandboxSchema(): Record<string, unknown> {
  return outputSchema(line, 'sandbox');
}
