/** Values by name that all processes of one PostgreSQL queue remember, in a table of Planwright's own. */
import type { Pool } from 'pg';

/** Creates the table, in {@link migrate} of the store, and deletes values that nobody wrote for a month. */
export const NOTES_TABLE = `
  create table if not exists planwright.notes (name text primary key, value jsonb not null, at timestamptz not null);
  delete from planwright.notes where at < now() - interval '30 days';`;

/** What is remembered under a name; null if nothing is. */
export async function readNote(pool: Pool, name: string): Promise<unknown> {
  const { rows } = await pool.query<{ value: unknown }>(
    'select value from planwright.notes where name = $1',
    [name],
  );
  return rows[0]?.value ?? null;
}

/** Remembers a value; null forgets. */
export async function note(pool: Pool, name: string, value: unknown): Promise<void> {
  if (value === null) await pool.query('delete from planwright.notes where name = $1', [name]);
  else
    await pool.query(
      `insert into planwright.notes values ($1, $2, now())
       on conflict (name) do update set value = excluded.value, at = now()`,
      [name, JSON.stringify(value)],
    );
}
