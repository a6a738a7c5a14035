// A short tone and a touch: high for counted, low for refused.
let sound = null;

export function signal(isGood) {
  navigator.vibrate?.(isGood ? 30 : [80, 60, 80]);
  try {
    sound ??= new AudioContext();
    const [tone, volume] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = isGood ? 1320 : 220;
    volume.gain.setValueAtTime(0.15, sound.currentTime);
    volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + (isGood ? 0.09 : 0.3));
    tone.connect(volume).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.3);
  } catch { /* a device without sound counts as well */ }
}
