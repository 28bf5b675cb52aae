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

  // What the style sheet of the page gives to pictures.
  const styles = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'opacity', 'color', 'display', 'visibility', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'vector-effect', 'transform'];

  // The greatest picture of the middle as a file of its own.
  function picture() {
    const area = svg => { const box = svg.getBoundingClientRect(); return box.width * box.height; };
    const svg = [...document.querySelectorAll('.middle svg')].sort((a, b) => area(b) - area(a))[0];
    if (!svg || !area(svg)) return null;
    const box = svg.getBoundingClientRect(), copy = svg.cloneNode(true);
    const from = [svg, ...svg.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
    from.forEach((part, index) => {
      const style = getComputedStyle(part);
      for (const name of styles) to[index].style.setProperty(name, style.getPropertyValue(name));
    });
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', box.width);
    copy.setAttribute('height', box.height);
    copy.style.background = getComputedStyle(document.body).backgroundColor;
    return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
  }

  const lab = {
    nextFrame: () => new Promise(resolve => requestAnimationFrame(() => resolve())),

    save(name, content) {
      const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },

    // Saves the picture, as pixels where asked; false where there is none.
    async saveFigure(name, pixels) {
      const drawn = picture();
      if (!drawn) return false;
      if (!pixels) {
        lab.save(name, drawn.text);
        return true;
      }
      const url = URL.createObjectURL(new Blob([drawn.text], { type: 'image/svg+xml' })), image = new Image();
      image.src = url;
      await image.decode();
      const canvas = document.createElement('canvas'), scale = Math.min(2, 8000 / Math.max(drawn.width, drawn.height));
      canvas.width = Math.ceil(drawn.width * scale);
      canvas.height = Math.ceil(drawn.height * scale);
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      URL.revokeObjectURL(url);
      lab.save(name, await new Promise(done => canvas.toBlob(done, 'image/png')));
      return true;
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
  return lab;
})();
