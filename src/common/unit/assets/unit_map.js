// unit_map.js - a map to move about in, made by Leaflet from the page's own outlines. Without it
// the picture stays; the table beside it says the same and is what the keyboard uses.
"use strict";

const words = (text) => () => Object.assign(document.createElement("span"), { textContent: text });

function draw(figure, data) {
  const box = document.createElement("div");
  box.className = "live";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", figure.dataset.label);
  figure.querySelector("svg").replaceWith(box);
  const map = L.map(box, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, scrollWheelZoom: false, maxZoom: 13 });
  L.control.zoom({ zoomInTitle: figure.dataset.zoomIn, zoomOutTitle: figure.dataset.zoomOut }).addTo(map);
  const shapes = L.geoJSON(data, {
    style: (f) => ({ className: f.properties.marked ? "unit marked" : "unit", weight: f.properties.marked ? 3 : 1 }),
    onEachFeature: (f, layer) => {
      layer.bindTooltip(words(f.properties.name), { sticky: true });
      layer.on("click", () => { location.href = `/units/${encodeURIComponent(f.id)}`; });
    },
  }).addTo(map);
  shapes.eachLayer((layer) => { if (layer.feature.properties.marked) layer.bringToFront(); });
  const [west, south, east, north] = data.bbox;
  map.fitBounds([[south, west], [north, east]], { animate: false });

  // Names where they fit, else short codes, none over another, at every zoom; on the largest piece.
  const labels = L.layerGroup().addTo(map);
  const pieces = (layer) => layer.getLatLngs().map((p) => L.latLngBounds(Array.isArray(p[0]) ? p[0] : p));
  const size = (b) => (b.getEast() - b.getWest()) * (b.getNorth() - b.getSouth());
  const label = () => {
    labels.clearLayers();
    const placed = [];
    const put = (at, text, kind) => {
      const { x, y } = map.latLngToLayerPoint(at);
      const half = text.length * 3.5 + 2;
      if (!text || placed.some((p) => Math.abs(p.y - y) < 13 && Math.abs(p.x - x) < p.half + half)) return;
      placed.push({ x, y, half });
      const html = Object.assign(document.createElement("span"), { textContent: text });
      L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className: kind, html, iconSize: null }) }).addTo(labels);
    };
    const layers = shapes.getLayers().sort((a, b) => b.feature.properties.marked - a.feature.properties.marked);
    for (const layer of layers) {
      const { short, code, marked } = layer.feature.properties;
      const b = pieces(layer).reduce((most, one) => (size(one) > size(most) ? one : most));
      const room = map.latLngToLayerPoint(b.getSouthEast()).x - map.latLngToLayerPoint(b.getSouthWest()).x;
      const text = marked || room > short.length * 7 ? short : code.length <= 3 && room > 14 ? code : "";
      put(b.getCenter(), text, marked ? "label here" : "label");
    }
    for (const place of data.places) put([place.lat, place.lon], place.name, "label zone");
  };
  map.on("zoomend", label);
  label();
  box.dataset.shapes = shapes.getLayers().length;
}

if (window.L)
  for (const figure of document.querySelectorAll("figure.map[data-src]"))
    fetch(figure.dataset.src).then((answer) => (answer.ok ? answer.json() : null)).then((data) => data && data.features.length && draw(figure, data));
