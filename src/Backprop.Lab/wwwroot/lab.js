// What only the browser can do. Everything else is C#.
'use strict';
globalThis.lab = (() => {
  const pictures = new WeakMap();

  // The arcs and units of a picture, found once.
  function parts(root) {
    const svg = root.firstElementChild;
    let found = pictures.get(svg);
    if (!found) {
      found = { arcs: [...root.querySelectorAll('[data-weight]')], units: [...root.querySelectorAll('[data-unit]')] };
      pictures.set(svg, found);
    }
    return found;
  }

  return {
    nextFrame: () => new Promise(resolve => requestAnimationFrame(() => resolve())),

    save(name, content) {
      const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },

    copy: text => navigator.clipboard.writeText(text),

    // Browsers send this part of the address to nobody.
    fragment: () => location.hash,

    // A file that `backprop lab` was given, by its place from 0, or the list of their names.
    async named(token, place) {
      const answer = await fetch(place === null ? 'named' : `named/${place}`, { headers: { 'Lab-Token': token }, cache: 'no-store' });
      if (!answer.ok) throw new Error(await answer.text());
      return new Uint8Array(await answer.arrayBuffer());
    },

    dress(language, theme) {
      document.documentElement.lang = language;
      if (theme) document.documentElement.dataset.theme = theme;
    },

    paint(id, weightBytes, stateBytes) {
      const root = document.getElementById(id);
      if (!root || !root.firstElementChild) return;
      const weights = new Float32Array(weightBytes.slice().buffer), states = new Float32Array(stateBytes.slice().buffer);
      const { arcs, units } = parts(root);
      for (const arc of arcs) {
        const weight = weights[+arc.dataset.weight];
        arc.style.strokeWidth = Math.min(8, 0.4 + Math.abs(weight)).toFixed(2);
        arc.classList.toggle('negative', weight < 0);
      }
      for (const unit of units) unit.style.setProperty('--state', states[+unit.dataset.unit].toFixed(3));
    },
  };
})();
