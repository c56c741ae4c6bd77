package io.github.emnist.train.report;

import io.github.emnist.train.markup.Markup;
import java.util.ArrayList;
import java.util.List;

/** An HTML page of sections, with links to them at its head. */
final class Page {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1d2127;--soft:#5b6470;--line:#dfe3e8;--back:#f4f6f8;
      --card:#fff;--accent:#0067a3;--wrong:#b24700}
      @media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a4acb6;--line:#343a42;
      --back:#121418;--card:#1b1e23;--accent:#5fb4ee;--wrong:#ff9a5c}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--back);color:var(--ink);line-height:1.5;
      font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
      main,header,footer{max-width:1180px;margin:0 auto;padding:0 20px}
      header{padding-top:36px} footer{padding:8px 20px 48px;color:var(--soft);font-size:14px}
      h1{font-size:32px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em;overflow-wrap:anywhere}
      h2{font-size:22px;margin:0 0 12px} h3{font-size:16px;margin:22px 0 8px}
      p{margin:0 0 12px;max-width:75ch} .soft{color:var(--soft)}
      .kicker{color:var(--soft);font-size:14px;margin:0 0 4px}
      nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:18px 0 0;font-size:15px}
      a{color:var(--accent);text-decoration:none} a:hover{text-decoration:underline}
      section{background:var(--card);border:1px solid var(--line);border-radius:10px;
      padding:22px 24px;margin:20px 0}
      .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:12px;margin:22px 0}
      .tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
      .tile b{display:block;font-size:27px;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
      .tile span{display:block;color:var(--soft);font-size:14px}
      .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:18px 26px}
      .charts svg{display:block;width:100%;height:auto;max-width:560px}
      .scroll{overflow-x:auto;margin:0 0 4px} .scroll svg{display:block;max-width:none}
      table{border-collapse:collapse;font-size:15px;font-variant-numeric:tabular-nums}
      th,td{padding:5px 14px 5px 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
      th{font-weight:600;color:var(--soft);font-size:14px;white-space:nowrap}
      thead th{border-bottom:2px solid var(--line)}
      .n{text-align:right;white-space:nowrap} td.label{font-weight:600;white-space:pre-wrap;unicode-bidi:isolate}
      .pairs td{overflow-wrap:anywhere} .pairs th{white-space:normal;min-width:9em}
      .bar{display:inline-block;vertical-align:middle;width:90px;height:8px;border-radius:4px;
      background:var(--line);overflow:hidden} .bar i{display:block;height:8px;background:var(--accent)}
      pre{font:13px/1.45 ui-monospace,"DejaVu Sans Mono",Consolas,monospace;margin:0}
      .two{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:8px 36px}
      .two>div{min-width:0}
      .mistakes{display:grid;grid-template-columns:repeat(auto-fill,minmax(128px,1fr));gap:14px}
      figure{margin:0;border:1px solid var(--line);border-radius:8px;overflow:hidden;background:var(--back)}
      figure img{display:block;width:100%;aspect-ratio:1;object-fit:contain;image-rendering:pixelated;background:#000}
      figcaption{padding:8px 10px;font-size:14px;line-height:1.35;overflow-wrap:anywhere}
      figcaption span{display:block;color:var(--soft);white-space:nowrap;overflow:hidden;
      text-overflow:ellipsis;font-variant-numeric:tabular-nums}
      figcaption b{font-size:18px;unicode-bidi:isolate} figcaption .wrong{color:var(--wrong)}
      summary{cursor:pointer;color:var(--accent);margin:10px 0}
      @media (max-width:600px){body{font-size:15px} main,header,footer{padding-left:12px;padding-right:12px}
      header{padding-top:22px} section{padding:16px 14px} h1{font-size:26px}
      .tiles{grid-template-columns:1fr 1fr;gap:8px} .tile{padding:10px 12px} .tile b{font-size:22px}
      .mistakes{grid-template-columns:repeat(auto-fill,minmax(100px,1fr));gap:8px}
      .charts .plot{font-size:16px} .charts .plot .small{font-size:14px}
      th,td{padding-right:11px} .bar{width:34px}}
      @media print{body{background:#fff} section,.tile{break-inside:avoid}}
      """;

  private final String title;
  private final Markup head = new Markup();
  private final Markup body = new Markup();
  private final List<String> sections = new ArrayList<>();

  Page(String title) {
    this.title = title;
  }

  /** What stands before the links to the sections. */
  Markup head() {
    return head;
  }

  /** Begins a section; {@link Markup#close} ends it. */
  Markup section(String heading) {
    sections.add(heading);
    return body.open("section", "id", "s" + sections.size()).leaf("h2", heading).line();
  }

  String end() {
    Markup links = new Markup().open("nav");
    for (int i = 0; i < sections.size(); i++) {
      links.leaf("a", sections.get(i), "href", "#s" + (i + 1));
    }
    links.close();
    Markup page = new Markup();
    page.raw("<!DOCTYPE html>").line();
    page.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en").line();
    page.open("head").line().empty("meta", "charset", "UTF-8").line();
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.line().leaf("title", title).line();
    page.open("style").line().raw(STYLE).close().line().close().line();
    page.open("body").line().open("header").line();
    page.raw(head.toString()).raw(links.toString()).line().close().line();
    page.open("main").line().raw(body.toString()).close().line();
    page.open("footer").text("Written by EMNIST for Java.").close().line();
    return page.close().line().close().line().toString();
  }
}
