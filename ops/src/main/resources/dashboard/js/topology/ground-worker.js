// The worker behind ground.js: a scene in, a bitmap out.

import { paintGround } from '/js/topology/paint-ground.js';

addEventListener('message', ({ data: scene }) => {
  const started = performance.now();
  const canvas = new OffscreenCanvas(scene.width * scene.ratio, scene.height * scene.ratio);
  paintGround(canvas.getContext('2d'), scene);
  const bitmap = canvas.transferToImageBitmap();
  postMessage({ bitmap, view: scene.view, millis: performance.now() - started }, [bitmap]);
});
