import { z } from 'zod';
import { isJsonObject, type JsonObject } from '../json.ts';

/** A map of any JSON. A custom check, because a record would drop the key `__proto__`. */
export const freeJson = z.custom<JsonObject>(isJsonObject, 'must be a map of JSON values');
