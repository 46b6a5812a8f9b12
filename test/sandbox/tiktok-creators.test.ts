import { expect } from 'vitest';
import { type Case, tiktokProves, us } from './tiktok-cases.ts';
import { AGENCY, POST, TT_ACCOUNT } from './tiktok-harness.ts';

const creator = { ...us, identity_id: 'creator-1', identity_type: 'AUTH_CODE' };

const cases: readonly Case[] = [
  {
    path: '/tt_video/info/',
    query: { ...us, auth_code: '#AbC+d/E=1' },
    why: 'a code with special characters',
    data: {
      auth_info: { ad_auth_status: 'AUTHORIZED', auth_end_time: '2026-11-10 12:30:00' },
      item_info: { item_id: POST, auth_code: '#AbC+d/E=1', status: 'HESITATE_RECOMMEND', anchor_list: null },
      user_info: { identity_type: 'AUTH_CODE' },
      video_info: { width: 720 },
    },
  },
  {
    path: '/tt_video/info/',
    query: { ...us, auth_code: '#AbC+d/E=1' },
    certainty: 'unknown',
    why: 'a different time format',
    data: { auth_info: { auth_end_time: '2026-11-10T12:30:00Z' } },
    switches: { sparkTimes: 'iso' },
  },
  {
    path: '/tt_video/info/',
    query: { ...us, auth_code: '#fresh' },
    certainty: 'inferred',
    why: 'not entered here',
    code: 40002,
    says: 'invalid or incorrect',
  },
  {
    path: '/tt_video/list/',
    query: us,
    why: 'each with its code',
    data: {
      list: [{ item_info: { item_id: POST, auth_code: '#AbC+d/E=1' } }],
      page_info: { page_size: 20, total_number: 1 },
    },
  },
  { path: '/tt_video/list/', query: { ...us, page_size: 51 }, why: '51 a page', code: 40002, says: 'page_size' },
  { path: '/tt_video/authorize/', body: { ...us, auth_code: '#fresh' }, why: 'as documented', data: {} },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#fresh' },
    certainty: 'unknown',
    why: 'as observed',
    data: { identity_id: 'creator-2', item_id: '7400000000000000003' },
    switches: { sparkAuthorizeAnswer: 'ids' },
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#ended' },
    certainty: 'inferred',
    why: 'too late',
    code: 40002,
    says: 'expired',
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#deleted' },
    certainty: 'inferred',
    why: 'deleted',
    code: 40002,
    says: 'deleted',
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#private' },
    certainty: 'inferred',
    why: 'hidden',
    code: 40002,
    says: 'not publicly accessible',
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: 'fresh' },
    certainty: 'inferred',
    why: 'the prefix belongs to it',
    code: 40002,
    says: 'invalid or incorrect',
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#AbC+d/E=1' },
    aspect: 'idempotency',
    certainty: 'unknown',
    why: 'a repeat is refused',
    code: 40002,
    says: 'already',
  },
  {
    path: '/tt_video/authorize/',
    body: { ...us, auth_code: '#AbC+d/E=1' },
    aspect: 'idempotency',
    certainty: 'unknown',
    why: 'or it is not',
    data: {},
    switches: { sparkRepeats: true },
  },
  { path: '/tt_video/unbind/', body: { ...us, item_id: POST }, why: 'by post', data: {} },
  {
    path: '/tt_video/unbind/',
    body: { ...us, item_id: '#AbC+d/E=1' },
    why: 'not by code',
    code: 40002,
    says: 'item_id',
  },
  {
    path: '/identity/info/',
    query: { ...us, identity_id: TT_ACCOUNT, identity_type: 'BC_AUTH_TT', identity_authorized_bc_id: AGENCY },
    why: 'named by three',
    data: {
      identity_info: { identity_id: TT_ACCOUNT, available_status: 'AVAILABLE', profile_image_url: expect.any(String) },
    },
  },
  {
    path: '/identity/info/',
    query: { ...us, identity_id: TT_ACCOUNT, identity_type: 'BC_AUTH_TT' },
    certainty: 'inferred',
    why: 'two are not enough',
    code: 40007,
    says: TT_ACCOUNT,
  },
  {
    path: '/identity/delete/',
    body: { ...us, identity_id: 'custom-1', identity_type: 'CUSTOMIZED_USER' },
    why: 'no content',
    data: {},
  },
  { path: '/identity/delete/', body: creator, why: 'only invented ones', code: 40002, says: 'CUSTOMIZED_USER' },
  {
    path: '/identity/video/get/',
    query: { ...creator, count: 1 },
    aspect: 'paging',
    why: 'by cursor',
    data: { video_list: [{ item_id: POST }], cursor: '1', has_more: false },
  },
  {
    path: '/identity/video/get/',
    query: creator,
    why: 'posts with a code',
    data: { video_list: [{ item_id: POST, auth_info: { ad_auth_status: 'AUTHORIZED' } }] },
  },
  { path: '/identity/video/get/', query: { ...creator, count: 21 }, why: '21 at a time', code: 40002, says: 'count' },
  {
    path: '/identity/video/info/',
    query: { ...creator, item_ids: [POST] },
    why: 'a list of ids has a different key',
    data: { video_details: [{ item_id: POST }] },
  },
];

tiktokProves(cases);
