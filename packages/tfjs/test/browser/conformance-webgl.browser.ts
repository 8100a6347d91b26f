import '@tensorflow/tfjs-backend-webgl';
import { runOnPage } from './conformance.ts';

await runOnPage('webgl');
