// What only the browser can do. Everything else is C#.
'use strict';
globalThis.lab = (() => {
  const pictures = new WeakMap();
  const trainings = [];

  // The arcs and units of a picture, found once.
  function parts(root) {
    const svg = root.firstElementChild;
    let found = pictures.get(svg);
    if (!found) {
      const all = selector => [...root.querySelectorAll(selector)];
      found = { arcs: all('path[data-weight]'), cells: all('rect[data-weight]'), numbers: all('[data-number]'), units: all('[data-unit]'), texts: all('[data-state]') };
      pictures.set(svg, found);
    }
    return found;
  }

  // What the style sheet of the page gives to pictures: what parts take over from their parents, and what not, with what they have without a word.
  const inherited = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order', 'color', 'visibility', 'font-family', 'font-size', 'font-weight', 'text-anchor'];
  const own = { opacity: '1', display: 'inline', 'dominant-baseline': 'auto', 'vector-effect': 'none', transform: 'none' };

  // Colors as every reader of SVG knows them; null for none.
  const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true }), colors = new Map();
  function color(text) {
    if (!colors.has(text)) {
      brush.canvas.width = brush.canvas.height = 1;
      brush.fillStyle = text;
      brush.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = brush.getImageData(0, 0, 1, 1).data;
      colors.set(text, alpha === 0 ? null : alpha === 255 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${(alpha / 255).toFixed(3)})`);
    }
    return colors.get(text);
  }

  const svgOf = (name, attributes, text) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // The lines of a text node with their places.
  function lines(node) {
    const found = [], range = document.createRange();
    for (const word of node.data.matchAll(/\S+/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect(), last = found.at(-1);
      if (!box.width) continue;
      if (last && Math.abs(last.box.top - box.top) < 2) last.text += ' ' + word[0];
      else found.push({ text: word[0], box });
    }
    return found;
  }

  // Puts an element with all that it shows into an SVG picture: boxes, texts and pictures, with the style that the page gives them.
  function put(element, picture, origin) {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (style.display === 'none' || style.visibility === 'hidden' || !box.width || !box.height) return;
    const [x, y] = [box.left - origin.left, box.top - origin.top];
    if (element instanceof SVGSVGElement) {
      const copy = element.cloneNode(true), from = [element, ...element.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
      from.forEach((part, index) => {
        const its = getComputedStyle(part), parents = part === element ? null : getComputedStyle(part.parentElement);
        for (const name of inherited) {
          const value = its.getPropertyValue(name), isColor = name === 'fill' || name === 'stroke' || name === 'color';
          if (value !== parents?.getPropertyValue(name)) to[index].style.setProperty(name, isColor && value !== 'none' && !value.startsWith('url') ? color(value) ?? 'none' : value);
        }
        for (const [name, usual] of Object.entries(own)) if (its.getPropertyValue(name) !== usual) to[index].style.setProperty(name, its.getPropertyValue(name));
      });
      for (const hidden of copy.querySelectorAll('.hit, style')) hidden.remove();
      for (const [name, value] of Object.entries({ x, y, width: box.width, height: box.height })) copy.setAttribute(name, value);
      copy.style.cssText += ';transform:none;position:static;max-width:none;min-width:0';
      picture.append(copy);
      return;
    }
    const fill = color(style.backgroundColor), line = parseFloat(style.borderTopWidth) && style.borderTopStyle !== 'none' ? color(style.borderTopColor) : null;
    const isFramed = line && parseFloat(style.borderLeftWidth) > 0;
    if (fill || isFramed) picture.append(svgOf('rect', { x: x + 0.5, y: y + 0.5, width: Math.max(0, box.width - 1), height: Math.max(0, box.height - 1), rx: parseFloat(style.borderTopLeftRadius) || null, fill: fill ?? 'none', stroke: isFramed ? line : null, 'stroke-dasharray': isFramed && style.borderTopStyle !== 'solid' ? '2 2' : null }));
    else if (line) picture.append(svgOf('path', { d: `M${x} ${y}h${box.width}`, stroke: line }));
    for (const node of element.childNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) put(node, picture, origin);
      else if (node.nodeType === Node.TEXT_NODE) {
        for (const part of lines(node))
          picture.append(svgOf('text', { x: part.box.left - origin.left, y: part.box.bottom - origin.top - 0.24 * part.box.height, 'font-family': style.fontFamily, 'font-size': style.fontSize, 'font-weight': style.fontWeight, fill: color(style.color) }, part.text));
      }
    }
  }

  // The picture of the present view as a file of its own, with a heading; null where there is none.
  function picture(title) {
    const shown = [...document.querySelectorAll('.middle [data-figure]')].find(element => element.getBoundingClientRect().width);
    if (!shown) return null;
    const margin = 16, head = 34, body = getComputedStyle(document.body), box = shown.getBoundingClientRect(), view = document.querySelector('[role=tab][aria-selected=true]');
    const width = Math.ceil(shown.scrollWidth + 2 * margin), height = Math.ceil(shown.scrollHeight + head + 2 * margin);
    const svg = svgOf('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.append(svgOf('title', {}, title), svgOf('rect', { width, height, fill: color(body.backgroundColor) }));
    svg.append(svgOf('text', { x: margin, y: margin + 16, 'font-family': body.fontFamily, 'font-size': 16, 'font-weight': 600, fill: color(body.color) }, `${view?.textContent ?? ''} · ${title}`));
    put(shown, svg, { left: box.left - shown.scrollLeft - margin, top: box.top - shown.scrollTop - margin - head });
    return { text: new XMLSerializer().serializeToString(svg), width, height };
  }

  const short = number => Number.isFinite(number) ? (Math.abs(number) >= 100 ? number.toFixed(0) : Math.abs(number) >= 10 ? number.toFixed(1) : Math.abs(number) < 0.0005 && number !== 0 ? number.toExponential(0) : number.toFixed(Math.abs(number) < 0.01 && number !== 0 ? 3 : 2)).replaceAll('-', '−') : '';

  const lab = {
    // Whether the engine's relaxed multiply-adds round once; one without them refuses the module.
    async isFused(probe) {
      try {
        return (await WebAssembly.instantiate(probe)).instance.exports.fused() === 1;
      } catch {
        return false;
      }
    },

    async openModule(place, bytes) {
      trainings[place] = (await WebAssembly.instantiate(bytes)).instance.exports;
    },

    // Lets the module train until it stops by itself or time is over: in runs that are at most twice as long as the one before.
    runModule(place, state, sweeps, within, errorBelow, rightSide, milliseconds, stateBytes) {
      const training = trainings[place];
      new Uint8Array(training.memory.buffer).set(state);
      const begin = performance.now();
      for (let made = 0, run = 1; made < sweeps;) {
        const asked = Math.min(run, sweeps - made), done = training.run(asked, within, errorBelow, rightSide ? 1 : 0);
        made += done;
        const spent = performance.now() - begin;
        if (done < asked || spent >= milliseconds) break;
        run = Math.max(1, Math.floor(Math.min(2 * run, spent > 0 ? made * (milliseconds - spent) / spent : 2 * run)));
      }
      return new Uint8Array(training.memory.buffer).slice(0, stateBytes);
    },

    nextFrame: () => new Promise(resolve => requestAnimationFrame(() => resolve())),

    save(name, content) {
      const url = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    },

    // Saves the picture of the present view, as pixels where asked; false where there is none.
    async saveFigure(name, title, pixels) {
      const drawn = picture(title);
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

    isNarrow: () => matchMedia('(max-width: 600px)').matches,

    width: element => element ? element.clientWidth : 0,

    copy: text => navigator.clipboard.writeText(text),

    // Browsers send this part of the address to nobody.
    fragment: () => location.hash,

    // An address that is pasted into an open page, or the one before, is another lab.
    watchAddress(page) { addEventListener('hashchange', () => page.invokeMethodAsync('OpenAddress', location.hash)); },

    copyAddress(fragment) {
      history.replaceState(null, '', location.pathname + location.search + fragment);
      return navigator.clipboard.writeText(location.href);
    },

    // A file that `backprop lab` was given, by its place from 0, or the list of their names.
    async named(token, place) {
      const answer = await fetch(place === null ? 'named' : `named/${place}`, { headers: { 'Lab-Token': token }, cache: 'no-store' });
      if (!answer.ok) throw new Error(await answer.text());
      return new Uint8Array(await answer.arrayBuffer());
    },

    async canFetch(files) {
      try {
        const answers = await Promise.all(files.map(file => fetch(file).then(async answer => (await answer.arrayBuffer(), answer.ok))));
        return answers.every(ok => ok);
      } catch {
        return false;
      }
    },

    dress(language, theme) {
      document.documentElement.lang = language;
      if (theme) document.documentElement.dataset.theme = theme;
    },

    // The net: arcs, Hinton cells and numbers by weight; units by state (kind 1) or derivative (2), none (0), of the present step (+ 4).
    paint(id, weightBytes, stateBytes, kindBytes) {
      const root = document.getElementById(id);
      if (!root || !root.firstElementChild) return;
      const weights = new Float32Array(weightBytes.slice().buffer), states = new Float32Array(stateBytes.slice().buffer), kinds = kindBytes.slice();
      const { arcs, cells, numbers, units, texts } = parts(root);
      let most = 1e-12, derivatives = 1e-12;
      for (const weight of weights) if (Math.abs(weight) > most) most = Math.abs(weight);
      states.forEach((state, unit) => { if ((kinds[unit] & 3) === 2) derivatives = Math.max(derivatives, Math.abs(state)); });
      const thick = arcs.length > 100 ? 3 : 5.3;
      for (const arc of arcs) {
        const weight = weights[arc.dataset.weight];
        arc.style.strokeWidth = (0.7 + thick * Math.abs(weight) / most).toFixed(2);
        arc.classList.toggle('negative', weight < 0);
      }
      for (const cell of cells) {
        const weight = weights[cell.dataset.weight];
        cell.setAttribute('transform', `translate(${cell.dataset.x} ${cell.dataset.y}) scale(${Math.sqrt(Math.abs(weight) / most).toFixed(3)})`);
        cell.classList.toggle('negative', weight < 0);
      }
      for (const number of numbers) number.textContent = (number.classList.contains('frozen') ? '❄' : '') + short(weights[number.dataset.number]);
      for (const unit of units) {
        const at = unit.dataset.unit, kind = kinds[at] & 3, scale = kind === 2 ? derivatives : 1, part = unit.closest('.unit');
        unit.style.setProperty('--state', kind ? Math.min(1, Math.abs(states[at]) / scale).toFixed(3) : '0');
        unit.classList.toggle('minus', states[at] < 0);
        part.classList.toggle('off', kind === 0);
        part.classList.toggle('back', kind === 2);
        part.classList.toggle('active', kinds[at] > 3);
      }
      for (const text of texts) text.textContent = kinds[text.dataset.state] & 3 ? short(states[text.dataset.state]) : '';
    },

    // Tells the page what is clicked, or brushed over, or pressed in a picture; arrow keys go to the nearest part in their direction: from unit to unit, and from cell to cell of a diagram.
    watch(id, page) {
      const root = document.getElementById(id);
      const pick = element => { if (element) page.invokeMethodAsync('Pick', element.dataset.pick); };
      const of = event => event.target.closest('[data-pick]');
      const name = element => page.invokeMethod('NameOf', element.dataset.pick);
      root.addEventListener('click', event => pick(of(event)));
      root.addEventListener('pointerover', event => {
        const part = of(event);
        if (!part) return;
        if (event.buttons & 1 && root.dataset.brush) pick(part);
        else if (part.matches('.hit, text')) (part.querySelector('title') ?? part.appendChild(svgOf('title', {}))).textContent = name(part);
      });
      root.addEventListener('focusin', event => { if (of(event)) of(event).setAttribute('aria-label', name(of(event))); });
      root.addEventListener('keydown', event => {
        const from = of(event);
        if (!from) return;
        if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); pick(from); }
        if ((event.key === 'f' || event.key === 'F') && !event.ctrlKey && !event.metaKey && !event.altKey) {
          // The picture is made anew; the focus stays at the weight.
          const part = from.dataset.pick;
          page.invokeMethodAsync('Freeze', part).then(() => requestAnimationFrame(() => {
            const again = root.querySelector(`[data-pick="${part}"]`);
            if (!again || again === from) return;
            again.tabIndex = 0;
            again.setAttribute('role', 'button');
            again.focus();
          }));
        }
        const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        if (!way) return;
        event.preventDefault();
        const diagram = from.closest('.hinton');
        const middle = diagram ? element => [+element.getAttribute('x'), +element.getAttribute('y')]
          : element => { const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
        const [x, y] = middle(from);
        let best = null, least = Infinity;
        for (const other of diagram ? diagram.querySelectorAll('.hit') : root.querySelectorAll('.unit[data-pick]')) {
          const [u, v] = middle(other), along = (u - x) * way[0] + (v - y) * way[1], aside = Math.abs((u - x) * way[1]) + Math.abs((v - y) * way[0]);
          if (other !== from && along > 1 && along + 2 * aside < least) { least = along + 2 * aside; best = other; }
        }
        if (!best) return;
        from.tabIndex = -1;
        best.tabIndex = 0;
        best.setAttribute('role', 'button');
        best.focus();
      });
    },

    // Shows what is chosen in a picture.
    mark(id, chosen) {
      const root = document.getElementById(id);
      if (!root) return;
      for (const old of root.querySelectorAll('.chosen')) old.classList.remove('chosen');
      if (chosen) for (const part of root.querySelectorAll(`[data-pick="${chosen}"]`)) { part.classList.add('chosen'); part.previousElementSibling?.matches(`.arc[data-weight="${chosen.slice(1)}"]`) && part.previousElementSibling.classList.add('chosen'); }
    },
  };
  // Until the page has come, the net that it begins with stands there; not where the address asks for another.
  const still = document.getElementById('still');
  if (location.hash) still.remove();
  else {
    const numbers = text => new Uint8Array(Float32Array.from(text.split(' ')).buffer), { weights, units } = still.dataset;
    lab.paint('still', numbers(weights), numbers(units), new Uint8Array(units.split(' ').length).fill(1));
  }

  // A file that is dropped anywhere goes to the field for files; the browser would show it in the place of the page.
  const hasFiles = event => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', event => { if (hasFiles(event)) event.preventDefault(); });
  addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const field = document.getElementById('files');
    if (!field || !event.dataTransfer.files.length) return;
    field.closest('details').open = true;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
  return lab;
})();
