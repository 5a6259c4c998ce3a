import { InvalidArgumentError } from 'commander';

/** Reads a whole number that is at least so large, for an option. */
export function numberFrom(least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,6}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`Expected a whole number from ${String(least)} on.`);
  };
}
