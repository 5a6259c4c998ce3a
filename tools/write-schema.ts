/** Writes the JSON Schema of the config, which editors take from the package: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configSchema } from '../src/config/schema.ts';

const file = fileURLToPath(new URL('../schema/planwright.schema.json', import.meta.url));
writeFileSync(file, `${JSON.stringify(configSchema(), null, 2)}\n`);
