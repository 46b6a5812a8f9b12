import { z } from 'zod';

/** Digits as text: ids of TikTok have 19, and a number would round them. */
export const digits = z.string().regex(/^\d{1,20}$/, 'must be a string of digits');
/** Major units with at most two decimals. */
export const amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount such as "310.00"');
export const instant = z.iso.datetime();

export const spending = {
  spend: z
    .array(
      z
        .strictObject({
          date: z.iso.date().describe("A day of the account's time zone."),
          amount: amount.describe('What was spent on it, in major units.'),
        })
        .describe('One day.'),
    )
    .optional()
    .describe('What was spent, by day. What lies after today is not spent yet.'),
  spendPerDay: amount.optional().describe('Spent on every day up to today, unless spend is there.'),
};
