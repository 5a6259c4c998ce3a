/** Light or dark: as the machine says, until somebody chooses. */
import { useEffect, useState } from 'preact/hooks';

export type Theme = 'light' | 'dark';

/** The theme, and how to change to the other one. */
export function useTheme(): readonly [Theme, () => void] {
  const [chosen, setChosen] = useState<Theme | null>(null);
  const [machine, setMachine] = useState<Theme>(machineTheme);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setMachine(machineTheme());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  const theme = chosen ?? machine;
  document.documentElement.dataset.theme = theme;
  return [theme, () => setChosen(theme === 'dark' ? 'light' : 'dark')];
}

function machineTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
