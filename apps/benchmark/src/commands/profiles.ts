import { UnsupportedOptionError } from '@fast-lncc/core';
import { networkNames } from '../networks/select.ts';
import type { Profile } from '../run/settings.ts';
import type { RunOptions } from './options.ts';

/** The options that a profile sets, where the command line does not. */
type ProfileDefaults = Required<
  Omit<
    RunOptions,
    | 'profile'
    | 'moving'
    | 'fixed'
    | 'data'
    | 'algorithms'
    | 'engines'
    | 'threads'
    | 'setup'
    | 'output'
    | 'plan'
    | 'shard'
  >
> &
  Pick<RunOptions, 'algorithms' | 'engines'>;

const quick: ProfileDefaults = {
  size: '80x96x112',
  networks: 'vm1',
  epochs: '2',
  pairs: '3',
  flips: true,
  judgedPairs: '0',
  repetitions: '10',
  window: '9',
  seed: '1',
  executionProvider: 'cpu',
};

/** Five epochs of the 403 pairs, 160×192×224, batch 1, window 9. Source: the FastLNCC paper's experiment. */
const paper: ProfileDefaults = {
  ...quick,
  size: '160x192x224',
  networks: networkNames().join(','),
  algorithms: 'sequential,grouped,auto',
  engines: 'onnxruntime,tfjs-node',
  epochs: '5',
  pairs: '403',
};

const { algorithms: _, engines: __, ...everything } = paper;

/** What each profile runs. */
export const profiles: Readonly<Record<Profile, ProfileDefaults>> = {
  quick,
  paper,
  full: { ...everything, judgedPairs: '8' },
};

/** What `npm start` runs: it has to end within minutes, and needs nothing that has to be set up. */
export const demoOptions = {
  size: '64x80x96',
  repetitions: '5',
  engines: 'onnxruntime,wasm,tfjs-cpu,tfjs-wasm',
} as const satisfies RunOptions;

/** The folder that holds the folders of runs. */
export const defaultOutput = 'results';

/** @throws UnsupportedOptionError for a name there is not. */
export function readProfile(name = 'quick'): Profile {
  if (Object.hasOwn(profiles, name)) return name as Profile;
  throw new UnsupportedOptionError(`--profile "${name}" is unknown. Choose from: ${Object.keys(profiles).join(', ')}.`);
}

/** The options that are given, and the profile's for those that are not. */
export function withDefaults(profile: Profile, given: RunOptions): RunOptions & ProfileDefaults {
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...profiles[profile], ...named };
}
