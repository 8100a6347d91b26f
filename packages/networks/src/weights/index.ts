export { type WeightsOwner, weightsFromSafetensors, weightsToSafetensors } from './network-weights.ts';
export { readSafetensors, type SafetensorsFile, type StoredTensor } from './read-safetensors.ts';
export { type FloatTensor, writeSafetensors } from './write-safetensors.ts';
