import { z } from 'zod';

/**
 * Behaviour that the APIs' documentation leaves open, or that changed between its generations. The defaults are what
 * is documented; tests run the rest both ways.
 */
export const switchesShape = z
  .strictObject({
    toggleReachesLayer: z
      .boolean()
      .default(true)
      .describe(
        'Whether PATCH of an SDK app reaches the config of the layer. It does since 2026-05-08; before, Layers answered 200 and the layer stayed as it was (CF-3).',
      ),
    configWritesTakeEffect: z
      .boolean()
      .default(true)
      .describe('Whether the config endpoint does what it answers. false: it answers 200, and nothing changes.'),
    idStyle: z
      .enum(['plain', 'prefixed'])
      .default('plain')
      .describe(
        'How ids of organizations, projects and keys are shown: a bare UUID, or after org_, prj_, key_. Both are taken in requests.',
      ),
    generation: z
      .enum(['seed', 'write', 'newer'])
      .default('seed')
      .describe(
        'The generation of the Layers documentation that is followed: what whoami shows, whether ad accounts show credentialMode and walletBalance, whether X-Api-Key is taken.',
      ),
    scopesEnforced: z
      .boolean()
      .default(true)
      .describe(
        'Whether a key without a scope is refused. The oldest documentation records scopes and does not enforce them.',
      ),
    ids64AsNumbers: z
      .boolean()
      .default(false)
      .describe('Whether TikTok writes its long ids without quotes, where its documentation shows strings.'),
    extraMembers: z
      .boolean()
      .default(false)
      .describe('Whether every object in an answer has a member that nobody documents. Clients must ignore it.'),
  })
  .prefault({})
  .describe('Documented behaviour by default; what is inferred, unknown or was different once is switched here.');
