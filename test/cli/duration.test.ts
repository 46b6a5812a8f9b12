import { describe, expect, test } from 'vitest';
import { durationText, parseDuration } from '../../src/operations/duration.ts';

describe('a duration', () => {
  test.each([
    ['0s', 0],
    ['30s', 30_000],
    ['120s', 120_000],
    ['20m', 1_200_000],
    ['2h', 7_200_000],
    ['24h', 86_400_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    '',
    '30',
    's',
    '-1s',
    '+1s',
    '1.5m',
    '1m30s',
    '30 s',
    '2H',
    '2d',
    '25h',
    '1e3s',
    '99999999s',
    '٣s',
    '0x1s',
  ])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test.each([
    [0, '0s'],
    [1_000, '1s'],
    [90_000, '90s'],
    [120_000, '2m'],
    [3_600_000, '1h'],
    [5_400_000, '90m'],
  ])('%d ms are %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});
