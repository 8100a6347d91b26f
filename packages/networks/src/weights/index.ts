export { readSafetensors, type SafetensorsFile, type StoredTensor } from './read-safetensors.ts';
export { loadStateDict, saveStateDict, type WeightsOwner } from './state-dict.ts';
export { type FloatTensor, writeSafetensors } from './write-safetensors.ts';
