import { z } from 'zod';
import { inBusiness, type Member, membershipOf, membersOf } from './access.ts';
import type { Reply } from './envelope.ts';
import { id, jsonText, paging } from './params.ts';
import { type Call, type Route, readRoute } from './route.ts';
import { containsText, pageReply } from './rows.ts';
import type { BusinessCenter } from './world.ts';

const Query = z.object({
  bc_id: id.optional(),
  scene: z.enum(['SINGLE_ACCOUNT', 'TIERED_ACCOUNT']).default('SINGLE_ACCOUNT'),
  filtering: jsonText(
    z.object({
      keyword: z.string().optional(),
      keyword_type: z.enum(['ASSET', 'MEMBER', 'PARTNER', 'TIER']).optional(),
      relation_type: z.enum(['CHILD', 'PARENT']).optional(),
    }),
  ).optional(),
  ...paging(50),
});
const MembersQuery = z.object({
  bc_id: id,
  filtering: jsonText(
    z.object({
      keyword: z.string().optional(),
      relation_status: z.string().optional(),
      user_role: z.enum(['ADMIN', 'STANDARD']).optional(),
    }),
  ).optional(),
  ...paging(50),
});

/**
 * Source: GET /bc/get/, GET /bc/member/get/; bc_get.yml, bc_member_get.yml (documented); scopes 1, 15, 150 and 156. The
 * maximum page of members is undocumented; 50 is inferred.
 */
export const businesses: readonly Route[] = [
  { ...readRoute('/bc/get/', [1, 15, 150], Query, list), dropsNulls: true },
  readRoute('/bc/member/get/', [1, 15, 156], MembersQuery, inBusiness('admin', members)),
];

/** Business Centers of the token's user. A foreign one is left out without an error (inferred). */
function list(query: z.output<typeof Query>, { state, token }: Call): Reply {
  const rows = state.world.tiktok.businessCenters.flatMap((business) => {
    const member = membershipOf(business, token);
    if (member === undefined || (query.bc_id !== undefined && query.bc_id !== business.id)) return [];
    return [
      {
        bc_info: {
          bc_id: business.id,
          name: business.name,
          company: business.company ?? business.name,
          currency: business.currency,
          registered_area: business.area,
          status: business.status,
          timezone: business.timezone,
          organization_type: null,
          type: business.type,
          verification_status: null,
        },
        user_role: member.role,
        ext_user_role: financeOf(member),
        binding_status: null,
      },
    ];
  });
  return pageReply(rows, query);
}

function members(query: z.output<typeof MembersQuery>, business: BusinessCenter): Reply {
  const { keyword = '', user_role: role, relation_status: relation } = query.filtering ?? {};
  const rows = membersOf(business)
    .filter(({ name }) => containsText(name, keyword))
    .filter((member) => role === undefined || member.role === role)
    // All members in the world have accepted the invitation.
    .filter(() => relation === undefined || relation === 'BOUND')
    .map((member, index) => ({
      user_id: String(index + 1),
      user_name: member.name,
      user_email: `${member.name.toLowerCase().replace(/\W+/g, '.')}@example.com`,
      user_role: member.role,
      relation_status: 'BOUND',
      ext_user_role: financeOf(member),
    }));
  return pageReply(rows, query);
}

function financeOf({ finance }: Member) {
  return finance === undefined ? null : { finance_role: finance };
}
