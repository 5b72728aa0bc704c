/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
import{A as Ge,Ba as W,Ca as P,D as Ye,Da as gt,E as Je,Ea as vt,F as Qe,Fa as Q,G as Xe,Ga as X,H as Ze,Ha as bt,I as A,Ia as Z,J as S,Ja as yt,K as z,Ka as Te,L as et,La as ee,M as tt,Ma as v,N as ke,Na as I,Oa as wt,P as G,Q as nt,Qa as xt,R as it,Ra as $t,S as B,Sa as R,Ta as te,U as ot,Ua as kt,b as N,ba as st,c as L,ca as _e,d as _,da as y,e as a,ea as rt,f as Ve,fa as at,g as l,ga as dt,h as x,ha as Y,i as H,ia as J,ja as lt,k as T,ka as ct,l as D,m as F,n as w,oa as C,pa as V,q as Ue,qa as M,r as Ne,ra as E,sa as pt,t as ze,ta as $,u as Be,ua as k,v as We,w as O,wa as ut,x as qe,xa as ht,y as Ke,ya as mt,z as je,za as ft}from"./chunk-GQFIVYZB.js";var _t=(i,t,e)=>{let n=new Map;for(let o=t;o<=e;o++)n.set(i[o],o);return n},Tt=ht(class extends mt{constructor(i){if(super(i),i.type!==ut.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let o=[],s=[],r=0;for(let d of i)o[r]=n?n(d,r):r,s[r]=e(d,r),r++;return{values:s,keys:o}}render(i,t,e){return this.dt(i,t,e).values}update(i,[t,e,n]){let o=vt(i),{values:s,keys:r}=this.dt(t,e,n);if(!Array.isArray(o))return this.ut=r,s;let d=this.ut??=[],c=[],p,f,h=0,u=o.length-1,m=0,g=s.length-1;for(;h<=u&&m<=g;)if(o[h]===null)h++;else if(o[u]===null)u--;else if(d[h]===r[m])c[m]=P(o[h],s[m]),h++,m++;else if(d[u]===r[g])c[g]=P(o[u],s[g]),u--,g--;else if(d[h]===r[g])c[g]=P(o[h],s[g]),W(i,c[g+1],o[h]),h++,g--;else if(d[u]===r[m])c[m]=P(o[u],s[m]),W(i,o[h],o[u]),u--,m++;else if(p===void 0&&(p=_t(r,m,g),f=_t(d,h,u)),p.has(d[h]))if(p.has(d[u])){let b=f.get(r[m]),K=b!==void 0?o[b]:null;if(K===null){let Oe=W(i,o[h]);P(Oe,s[m]),c[m]=Oe}else c[m]=P(K,s[m]),W(i,o[h],K),o[b]=null;m++}else Q(o[u]),u--;else Q(o[h]),h++;for(;m<=g;){let b=W(i,c[g+1]);P(b,s[m]),c[m++]=b}for(;h<=u;){let b=o[h++];b!==null&&Q(b)}return this.ut=r,gt(i,c),Ve}});var an={critical:{beeps:[[0,.16,880],[.18,.16,1175],[.4,.16,880],[.58,.16,1175],[.8,.16,880],[.98,.16,1175]],length:1.8,volume:.7},high:{beeps:[[0,.22,784],[.3,.22,988]],length:2.5,volume:.55},normal:{beeps:[[0,.25,659],[.28,.4,523]],length:10,volume:.4},fault:{beeps:[[0,.5,392]],length:15,volume:.35}},Ct=.012;function dn(i,t){let{beeps:e,length:n,volume:o}=an[i],s=new Float32Array(Math.round(n*t));for(let[r,d,c]of e){let p=Math.round(d*t),f=Math.round(r*t);for(let h=0;h<p;h+=1){let u=h/t,m=Math.min(1,u/Ct,(d-u)/Ct),g=Math.sin(2*Math.PI*c*u)+.35*Math.sin(4*Math.PI*c*u);s[f+h]=o*m*g/1.35}}return s}var ne=class{constructor(t){this.changed=t}get allowed(){return this.context?.state==="running"}open(){this.context||typeof AudioContext>"u"||(this.context=new AudioContext,this.context.addEventListener("statechange",()=>{this.apply(),this.changed()}))}async allow(){this.open(),await this.context?.resume().catch(()=>{})}set(t){this.wanted=t,this.apply()}try(){this.context&&!this.playing&&this.source("high",!1).start()}close(){this.set(void 0),this.context?.close().catch(()=>{}),this.context=void 0}apply(){if(this.playing&&this.playing.tone!==this.wanted&&(this.playing.source.stop(),this.playing=void 0),this.wanted&&!this.playing&&this.allowed){let t=this.source(this.wanted,!0);t.start(),this.playing={tone:this.wanted,source:t}}}source(t,e){let n=this.context,o=dn(t,n.sampleRate),s=n.createBuffer(1,o.length,n.sampleRate);s.copyToChannel(o,0);let r=n.createBufferSource();return r.buffer=s,r.loop=e,r.connect(n.destination),r}};var ln=1e4;function U(i,t,e){let n=i.sendMessagePromise({type:`${w}/incidents/${t}`,...e});return F(n,ln)}function Et(i,t,e){return U(i,t,{incident_id:e})}function St(i,t,e,n){let o=n.trim();return U(i,"resolve",{incident_id:t,resolution:e,...o?{note:o}:{}})}function It(i,t,e){return U(i,"note",{incident_id:t,text:e.trim()})}function Rt(i,t,e,n){let o=n.trim();return U(i,"call_back",{incident_id:t,outcome:e,...o?{note:o}:{}})}function At(i,t,e){return U(i,"export",{incident_id:t,language:e})}function Mt(i,t){return U(i,"get",{incident_id:t})}async function Pt(i){return(await U(i,"list",{limit:1})).incidents[0]}var cn={heartbeat:5e3,answer:4e3,retry:2e3,grace:2e4},pn=2,ie=class{constructor(t,e,n=window,o=cn){this.connection=t;this.listener=e;this.page=n;this.pace=o;this.status="connecting";this.asOf=0;this.incidents=new Map;this.everLive=!1;this.running=!1;this.generation=0;this.misses=0;this.refusedSince=0;this.onReady=()=>{this.subscribe()};this.onLost=()=>{this.drop(),this.setStatus("lost")};this.onOnline=()=>{this.beat()}}get active(){return this.incidents.values()}get live(){return this.status==="live"}find(t){return this.incidents.get(t)}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onLost),this.page.addEventListener("offline",this.onLost),this.page.addEventListener("online",this.onOnline),this.heartbeatTimer=setInterval(()=>{this.beat()},this.pace.heartbeat),this.connection.connected?this.subscribe():this.onLost())}stop(){this.running&&(this.running=!1,this.connection.removeEventListener("ready",this.onReady),this.connection.removeEventListener("disconnected",this.onLost),this.page.removeEventListener("offline",this.onLost),this.page.removeEventListener("online",this.onOnline),clearInterval(this.heartbeatTimer),this.drop(),this.status="connecting")}take(t){let e=this.incidents.get(t.id);!e||t.timeline.length<e.timeline.length||(t.state==="resolved"?this.incidents.delete(t.id):this.incidents.set(t.id,t),this.listener.feedChanged())}drop(){this.generation+=1,clearTimeout(this.retryTimer);let t=this.unsubscribe;this.unsubscribe=void 0,t&&this.connection.connected&&t().catch(()=>{})}async subscribe(){this.drop();let t=this.generation,e=()=>this.running&&t===this.generation;try{let n=await this.ask("me");if(!e())return;this.me=n;let o=this.connection.subscribeMessage(s=>{e()&&this.receive(s)},{type:`${w}/incidents/subscribe`},{resubscribe:!1});o.then(s=>e()?this.unsubscribe=s:void s().catch(()=>{}),()=>{}),await F(o,this.pace.answer)}catch(n){e()&&this.failed(n)}}receive(t){if(this.asOf=Date.now(),this.misses=0,t.type==="snapshot"){let s=this.incidents,r=this.everLive;this.incidents=new Map(t.incidents.map(d=>[d.id,d])),this.everLive=!0,this.refusedSince=0,this.setStatus("live");for(let d of t.incidents)d.state==="open"&&!s.has(d.id)&&r&&this.listener.incidentChanged("opened",d,void 0);return}let{incident:e,change:n}=t,o=this.incidents.get(e.id);e.state==="resolved"?this.incidents.delete(e.id):this.incidents.set(e.id,e),this.listener.incidentChanged(n,e,o),this.listener.feedChanged()}async beat(){if(!this.running||!this.connection.connected||this.status!=="live"&&this.status!=="lost")return;let t=this.generation;try{let e=await this.ask("me");if(t!==this.generation)return;this.me=e,this.asOf=Date.now(),this.misses=0,this.status==="lost"&&this.subscribe()}catch(e){if(!this.running||t!==this.generation)return;if(H(e)!=="no_answer")return this.failed(e);this.setStatus("lost"),this.missed()}}missed(){this.misses+=1,!(this.misses<pn)&&(this.misses=0,this.connection.reconnect(!0))}failed(t){this.drop();let e=H(t);e==="unauthorized"?this.refused():e==="not_loaded"?this.setStatus("stopped"):e==="unknown_command"?this.setStatus("starting"):this.setStatus("lost"),this.retryTimer=setTimeout(()=>{this.connection.connected&&this.subscribe()},this.pace.retry),e==="no_answer"&&this.missed()}refused(){if(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace){this.setStatus(this.everLive?"starting":"connecting");return}this.incidents=new Map,this.me=void 0,this.setStatus("refused")}ask(t){return F(this.connection.sendMessagePromise({type:`${w}/${t}`}),this.pace.answer)}setStatus(t){this.status=t,this.listener.feedChanged()}};var oe=class{constructor(t,e){this.connection=t;this.changed=e;this.views=new Map}view(t){return t.place.home?this.views.get(t.id)??{state:"loading"}:{state:"none"}}home(t){let e=this.view(t);return e.state==="known"?e.home:void 0}async ask(t,e){let{id:n}=t;if(!t.place.home||this.views.has(n))return;if(!e){this.views.set(n,{state:"hidden"});return}this.views.set(n,{state:"loading"});let o;try{let{home:s}=await Mt(this.connection,n);o=s?{state:"known",home:s}:{state:s===void 0?"hidden":"missing"}}catch{o={state:"failed"}}this.views.has(n)&&this.views.set(n,o),this.changed()}keep(t){for(let e of this.views.keys())t.has(e)||this.views.delete(e)}forget(t){this.views.delete(t)}retryFailed(){for(let[t,e]of this.views)(e.state==="failed"||e.state==="hidden")&&this.views.delete(t)}};var un=12e4,Lt=i=>i.filter(t=>t.state==="open");function Ht(i,t,e){let n=Lt(i).map(o=>o.id);return{until:e+un,incidents:new Set(n),fault:t}}function Ce(i,t){return i!==void 0&&t<i.until}function Ee(i,t,e,n){let o=Ce(e,n)?e:void 0,s=Lt(i).filter(c=>!o?.incidents.has(c.id)),r=new Set(s.filter(c=>!y(c)).map(c=>c.severity));for(let c of["critical","high","normal"])if(r.has(c))return c;return s.some(c=>y(c)&&c.severity!=="normal")||t&&!o?.fault?"fault":void 0}function Dt(i,t){return Ee(i,t,void 0,0)!==void 0}var hn=1e4,se=class{constructor(t,e,n=o=>new ie(t,o)){this.connection=t;this.listener=e;this.shifts=new dt;this.pending=new Map;this.problems=new Map;this.beaten=new Set;this.status="connecting";this.statusSince=Date.now();this.homes=new oe(t,()=>e.deskChanged()),this.elevators=new We(t,()=>e.deskChanged()),this.feed=n(this)}get ordered(){return rt(this.feed.active)}get responder(){return bt(this.feed.me)}selected(t=this.ordered){return at(t,this.chosen)}isChosen(t){return t.id===this.chosen}choose(t){this.chosen=t,this.listener.deskChanged()}release(){this.chosen=void 0,this.listener.deskChanged()}move(t){let e=this.ordered,n=this.selected(e),o=n?e.indexOf(n):-1,s=e[Math.min(e.length-1,Math.max(0,o+t))];s&&this.choose(s.id)}lookUp(){let t=this.selected();t&&this.feed.live&&this.homes.ask(t,this.responder)}async step(t,e){await this.run(t,e,async()=>{let n=await Et(this.connection,t,e.id);return t==="acknowledge"&&n.owner===!1?this.beaten.add(e.id):this.beaten.delete(e.id),n.incident})}resolve(t,e,n){return this.run("resolve",t,async()=>(await St(this.connection,t.id,e,n)).incident)}note(t,e){return this.run("note",t,async()=>(await It(this.connection,t.id,e)).incident)}callBack(t,e,n){return this.run("call_back",t,async()=>(await Rt(this.connection,t.id,e,n)).incident)}muteNow(){this.muted=Ht(this.ordered,this.faulty(Date.now()),Date.now()),this.listener.deskChanged()}unmute(){this.muted=void 0,this.listener.deskChanged()}tone(t){return this.responder?Ee(this.ordered,this.faulty(t),this.muted,t):void 0}faulty(t){return(this.feed.me?.roles.includes("duty_room")??!1)&&!this.feed.live&&this.feed.asOf>0&&t-this.statusSince>=hn}feedChanged(){let t=this.status;this.status=this.feed.status,this.homes.keep(new Set([...this.feed.active].map(e=>e.id))),t!==this.status&&((t==="live"||this.status==="live")&&(this.statusSince=Date.now()),this.status==="live"&&(this.homes.retryFailed(),this.learnLast(),this.elevators.follow()),this.listener.statusChanged(this.status,t)),this.listener.deskChanged()}incidentChanged(t,e,n){e.state==="resolved"?(this.problems.delete(e.id),this.beaten.delete(e.id),(!this.last||e.number>=this.last.number)&&(this.last=e)):e.acknowledged_by!==n?.acknowledged_by&&this.problems.delete(e.id),this.listener.happened({change:t,incident:e})}async run(t,e,n){let{id:o}=e;if(this.pending.has(o)||!this.feed.live)return!1;this.pending.set(o,t),this.problems.delete(o),this.choose(o);try{return this.feed.take(await n()),!0}catch(s){return this.problems.set(o,s),!1}finally{this.pending.delete(o),this.listener.deskChanged()}}async learnLast(){try{this.last=await Pt(this.connection)??null}catch{return}this.listener.deskChanged()}};var Ft=_`
  ha-card {
    display: block;
    overflow: clip;
    padding: 0;
  }
  .card {
    display: flex;
    flex-direction: column;
    min-height: min(560px, 70vh);
  }
  .card.wide {
    min-height: calc(100vh - 140px);
  }
  /* How many wait, and whether this is still so, stays on the screen however far down somebody reads. */
  .head {
    position: sticky;
    top: calc(var(--header-height, 56px) + env(safe-area-inset-top, 0px));
    z-index: 3;
    background: var(--surface);
  }
  .banner {
    display: flex;
    gap: 14px;
    align-items: center;
    padding: 14px 20px;
    font-weight: 700;
    background: #1a1a1a;
    color: #fff;
    border-bottom: 6px solid transparent;
    border-image: repeating-linear-gradient(-45deg, #ffb000 0 14px, #1a1a1a 14px 28px) 6;
  }
  .banner .icon {
    width: 32px;
    height: 32px;
    color: #ffb000;
  }
  .banner small {
    display: block;
    font-size: 16px;
    font-weight: 400;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 20px;
    align-items: center;
    padding: 12px 20px;
    border-bottom: 1px solid var(--line);
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    font-size: 20px;
    font-weight: 700;
    flex: 1;
  }
  .counts span,
  .counts button {
    min-height: 44px;
    display: inline-flex;
    align-items: center;
    padding: 4px 14px;
    border-radius: 999px;
    border: 2px solid var(--line);
    font-weight: 700;
  }
  .counts .waiting {
    background: var(--tone);
    border-color: var(--tone);
    color: var(--on-tone);
  }
  .narrow .top {
    padding: 8px 12px;
    gap: 8px;
  }
  .narrow .counts {
    font-size: 17px;
    gap: 6px;
  }
  .narrow .counts span,
  .narrow .counts button {
    padding: 2px 10px;
  }
  .narrow .sound button {
    padding: 6px 12px;
    gap: 6px;
  }
  .narrow .banner {
    padding: 10px 14px;
    font-size: 17px;
    line-height: 1.3;
  }
  .sound {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .sound button {
    min-height: 48px;
  }
  .sound .now {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    color: var(--faint);
    font-size: 16px;
  }
  .sound .blocked {
    background: var(--high);
    color: var(--on-high);
    border-color: var(--high);
    font-weight: 700;
  }
  .lost .body {
    filter: saturate(0.35);
  }
  .body {
    flex: 1;
    display: flex;
    flex-direction: column;
  }
  .list {
    display: flex;
    flex-direction: column;
  }
  .list > li {
    border-bottom: 1px solid var(--line);
  }
  .wide .body.some {
    display: grid;
    grid-template-columns: minmax(340px, 32%) 1fr;
    align-items: start;
  }
  .wide .list {
    border-right: 1px solid var(--line);
    min-height: 100%;
  }
  .wide .detail {
    position: sticky;
    top: calc(var(--header-height, 56px) + 76px);
  }
  .more {
    margin: 12px 20px;
  }
  .counts .faulty {
    border-style: dashed;
    background: none;
    font: inherit;
  }
  .faults {
    border-top: 1px solid var(--line);
  }
  .fold {
    width: 100%;
    justify-content: space-between;
    text-align: left;
    border: 0;
    border-radius: 0;
    padding: 12px 20px;
    font-weight: 400;
  }
  .fold .hint {
    white-space: nowrap;
  }
  .fold small {
    display: block;
    font-size: 16px;
    color: var(--faint);
  }
  .faults .kind {
    font-size: 20px;
  }
  .faults .shape {
    width: 32px;
    height: 32px;
    animation: none;
  }
  .faults .row.open,
  .faults li.open-item {
    background: none;
  }
  .quiet {
    flex: 1;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 10px;
    padding: 40px 20px;
    text-align: center;
  }
  .quiet .icon {
    width: 96px;
    height: 96px;
    color: var(--calm);
  }
  .quiet h2 {
    font-size: 40px;
    line-height: 1.2;
    font-weight: 700;
  }
  .quiet .last {
    margin-top: 18px;
    font-size: 22px;
    font-weight: 600;
  }
  .quiet .hint {
    font-size: 18px;
  }
  .clock {
    font-size: 22px;
    font-weight: 600;
    color: var(--faint);
  }
  .toasts {
    position: sticky;
    bottom: 12px;
    z-index: 2;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 0 16px;
    pointer-events: none;
  }
  .toasts:empty {
    display: none;
  }
  .toasts p {
    align-self: center;
    padding: 12px 20px;
    border-radius: var(--radius);
    background: var(--text);
    color: var(--surface);
    font-weight: 600;
    box-shadow: 0 4px 16px #0006;
    margin-bottom: 8px;
  }
  .keys {
    display: none;
  }
  @media (hover: hover) and (pointer: fine) {
    .wide .keys {
      display: flex;
      flex-wrap: wrap;
      gap: 6px 16px;
      padding: 8px 20px;
      color: var(--faint);
      font-size: 14px;
      border-top: 1px solid var(--line);
    }
  }
`;function Se(i,t,e,n){let{words:o,desk:s}=i,r=s.pending.get(t.id),d=r===e.action;return a`
    <button
      class="${e.primary?"strong":""} ${e.done?"done":""}"
      data-action=${e.action}
      aria-keyshortcuts=${n??l}
      ?disabled=${!s.feed.live||r!==void 0}
      aria-busy=${String(d)}
      @click=${c=>i.act(e.action,t,c.detail?"pointer":"key")}
    >
      ${d?a`<span class="spinner" aria-hidden="true"></span>${o.t("working")}`:a`${o.t(`action_${e.action}`)}${e.done?a`<span class="hint">${o.t("done_before")}</span>`:l}${I(n)}`}
    </button>
  `}function Ot(i,t){let{words:e,desk:n}=i,o=Z(t,n.feed.me),s=n.problems.get(t.id),r=B(i.hass,t.acknowledged_by??void 0,n.feed.me,e);return a`
    ${o.length?a`<div class="actions">
            ${o.map(d=>Se(i,t,d,C[d.action]))}
          </div>`:a`<p class="hint">${e.t("view_only")}</p>`}
    ${s===void 0?l:a`<p class="problem" role="alert">${D(s,e)}</p>`}
    ${n.beaten.has(t.id)&&t.acknowledged_by!==n.feed.me?.user_id?a`<p class="info" role="status">${e.t("first_was",{name:r})}</p>`:l}
  `}function Vt(i,t){let{words:e,desk:n}=i,o=n.pending.has(t.id)||!n.feed.live;return i.calling!==t.id?a`<div class="noting">
      <button
        data-action="call_back"
        aria-keyshortcuts=${C.call_back}
        ?disabled=${o}
        @click=${()=>i.startCall(t)}
      >
        ${v("phone")}${e.t("action_call_back")}${I(C.call_back)}
      </button>
    </div>`:a`
    <form id="call" class="noting" @submit=${r=>{r.preventDefault();let d=r.target,c=new FormData(d).get("text"),p=_e.find(f=>f===r.submitter?.value);p&&i.saveCall(t,p,typeof c=="string"?c:"")}}>
      <h3 tabindex="-1">${e.t("call_title")}</h3>
      <label for="said">${e.t("call_note")} <span class="hint">${e.t("optional")}</span></label>
      <textarea id="said" name="text" maxlength="1000"></textarea>
      <div class="choices">
        ${_e.map(r=>a`<button name="outcome" value=${r} ?disabled=${o}>${e.t(`call_${r}`)}</button>`)}
        <button type="button" @click=${()=>i.startCall(void 0)}>${e.t("cancel")}</button>
      </div>
    </form>
  `}function Ut(i,t){let{words:e,desk:n}=i,o=n.pending.has(t.id)||!n.feed.live;return i.noting!==t.id?a`<div class="noting">
      <button
        data-action="note"
        aria-keyshortcuts=${C.note}
        ?disabled=${o}
        @click=${()=>i.startNote(t)}
      >
        ${v("note")}${e.t("action_note")}${I(C.note)}
      </button>
    </div>`:a`
    <form class="noting" @submit=${r=>{r.preventDefault();let d=new FormData(r.target).get("text");typeof d=="string"&&d.trim()&&i.saveNote(t,d)}}>
      <label for="note"><b>${e.t("note_label")}</b> <span class="hint">${e.t("note_hint")}</span></label>
      <textarea id="note" name="text" maxlength="1000" required></textarea>
      <div class="choices">
        <button type="submit" ?disabled=${o}>${e.t("note_save")}</button>
        <button type="button" @click=${()=>i.startNote(void 0)}>${e.t("cancel")}</button>
      </div>
    </form>
  `}function re(i,t){let{words:e,desk:n}=i;return t.state==="open"?e.t("state_open"):t.acknowledged_by===n.feed.me?.user_id?e.t("state_mine"):e.t("state_theirs",{name:B(i.hass,t.acknowledged_by??void 0,n.feed.me,e)})}function mn({desk:i},t){let e=y(t)?void 0:i.elevators.of(t);return e!==void 0&&O(e)}function ae(i,t){let{words:e}=i;return a`
    <span class="chip severity"
      ><span class="hidden">${e.t("severity_label",{severity:""})}</span
      >${e.severity(t.severity)}</span
    >
    ${t.level>1&&t.state==="open"?a`<span class="chip">${e.t("level",{level:t.level})}</span>`:l}
    ${mn(i,t)?a`<span class="chip" data-held>${i.words.t("guard_holding")}</span>`:l}
    ${t.unsaved?a`<span class="chip unsaved">${v("disk")}${e.t("unsaved")}</span>`:l}
  `}function de(i,t){let{words:e,wide:n,desk:o}=i;return a`
    <section
      class="detail ${t.severity} ${t.state==="open"?"open":"taken"}"
      aria-label=${e.t("details_of",{number:t.number})}
    >
      ${n?bn(i,t):l} ${Ot(i,t)} ${gn(i,t)}
      ${fn(i,t)}
      ${t.unsaved?a`<p class="info"><b>${e.t("unsaved")}</b><br />${e.t("unsaved_text")}</p>`:l}
      <div class="facts">
        <div>
          ${Nt(i,t)?yn(i,t):l} ${vn(i,t)}
          ${o.responder?a`<div class="after">${Nt(i,t)?Vt(i,t):l} ${Ut(i,t)}</div>`:l}
        </div>
        <div>
          ${$n(i,t)} ${kn(i,t)} ${Tn(i,t)} ${Cn(i,t)}
          ${_n(i,t)}
        </div>
      </div>
    </section>
  `}function Ie(i,t){return!y(t)&&(t.place.elevator!==void 0||i.desk.elevators.of(t)!==void 0)}function Re(i){return i.kind==="falling_object"}function Nt(i,t){return!y(t)&&!Ie(i,t)&&!Re(t)}function fn(i,t){let{desk:e,words:n}=i;return Re(t)?(kt("smart-community-fall"),a`<smart-community-fall
    .connection=${e.connection}
    .incident=${t}
    .words=${n}
    .me=${e.feed.me}
    .live=${e.feed.live}
    .at=${o=>E(i,Date.parse(o))}
    .who=${o=>B(i.hass,o,e.feed.me,n)}
    ><p class="hint" role="status">${n.t("fall_reading")}</p></smart-community-fall
  >`):l}function gn(i,t){let{desk:e,words:n}=i;if(!Ie(i,t))return l;let o=e.elevators.of(t);return o?a`<smart-community-elevator
    .hass=${i.hass}
    .elevators=${e.elevators}
    .view=${o}
    .words=${n}
    .me=${e.feed.me}
    .now=${i.now}
    .live=${e.feed.live}
    .kind=${t.kind}
    ?looking=${e.responder}
    ?shortcut=${!0}
  ></smart-community-elevator>`:a`<p class="problem">${n.t("elevator_of_incident_unknown")}</p>`}function vn(i,t){let{desk:e,words:n}=i;return Re(t)?l:!e.responder||!(t.media?.length||Ie(i,t))?l:a`<smart-community-media
    .connection=${e.connection}
    .incident=${t.id}
    .words=${n}
    .at=${o=>E(i,Date.parse(o))}
    ?blocked=${!e.feed.live}
  ></smart-community-media>`}function bn(i,t){let{words:e}=i,n=J(t),o=S(A(t.opened_at,i.now),e);return a`
    <header>
      ${ee(t.severity,t.state==="open")}
      <h2 class="what" tabindex="-1">
        <span class="kind">${Y(t,e)??e.kind(t.kind)}</span>
        <span>${e.t("number",{number:t.number})}</span>
        ${ae(i,t)}
        <span class="where">${M(i,t)}</span>
        ${n?a`<span class="said">${n}</span>`:l}
        <span class="who">${re(i,t)}</span>
      </h2>
      <span class="timer" role="timer" aria-label=${e.t("open_for",{time:o})}>${o}</span>
    </header>
  `}function yn(i,t){let{words:e,desk:n}=i,o=n.homes.view(t);switch(o.state){case"known":return wn(i,o.home);case"loading":return a`<p class="hint" role="status">
        ${n.feed.live?a`<span class="spinner" aria-hidden="true"></span> ${e.t("loading_home")}`:e.t("home_failed")}
      </p>`;case"missing":case"failed":return a`
        <p class="problem">${e.t(o.state==="failed"?"home_failed":"home_missing")}</p>
        <button
          ?disabled=${!n.feed.live}
          @click=${()=>{n.homes.forget(t.id),n.lookUp()}}
        >
          ${e.t("try_again")}
        </button>
      `;case"hidden":return a`<p class="hint">${e.t("home_hidden")}</p>`;case"none":{let s=t.device?nt(i.hass,t.device):void 0,r=s&&it(s),d=r?e.t("help_button",{number:r}):s;return a`<p class="hint">
        ${e.t("no_home")} ${d?e.t("no_home_button",{device:d}):l}
      </p>`}}}function wn(i,t){let{words:e}=i;return a`
    <div class="entry">
      ${v("key")}
      <div>
        <h3>${e.t("how_to_get_in")}</h3>
        <p class="big ${t.access?"":"none"}">${t.access||e.t("nothing_recorded")}</p>
        ${t.key_safe?a`<p><b>${e.t("home_key_safe")}</b> ${t.key_safe}</p>`:l}
      </div>
    </div>
    <div class="pair">
      <div>
        <h3>${e.t("household")}</h3>
        <p class="big">
          ${t.household||e.t("nothing_recorded")}
          ${t.floor===null?l:a`<span class="hint">${e.t("floor",{floor:t.floor})}</span>`}
        </p>
      </div>
      ${t.note?a`<div>
              <h3>${e.t("good_to_know")}</h3>
              <p class="big">${t.note}</p>
            </div>`:l}
    </div>
    ${xn(i,t)}
    <div>
      <h3>${e.t("contacts")}</h3>
      ${t.contacts.length?a`<ul class="contacts">
              ${t.contacts.map(({name:n,phone:o,relation:s})=>a`<li>
                    <a
                      class="button"
                      href="tel:${o.replace(/[^\d+*#]/g,"")}"
                      aria-label=${e.t("call",{name:n,phone:o,relation:s})}
                    >
                      ${v("phone")}<span>${n}<small>${s}</small></span
                      ><b>${o}</b>
                    </a>
                  </li>`)}
            </ul>`:a`<p class="hint">${e.t("no_contacts")}</p>`}
    </div>
  `}function xn({words:i},t){return t.residents?.length?a`<div>
    <h3>${i.t("home_residents")}</h3>
    <ul class="residents">
      ${t.residents.map(e=>a`<li>
            <b>${e.name||i.t("unknown")}</b>
            <span>${i.list([...xt(e.care,i),...$t(e,i)])}</span>
            ${e.note?a`<span>${e.note}</span>`:l}
          </li>`)}
    </ul>
  </div>`:l}function $n(i,t){let{words:e,hass:n}=i,{next:o}=t;if(!o)return l;let s=Math.ceil((Date.parse(o.at)-i.now)/1e3),r=o.to.map(c=>ot(c,n,e)),d={level:o.level,time:z(Math.max(0,s),e),whom:r.length?e.list(r):e.t("nobody_next")};return a`<div class="next" data-next=${o.what}>
    <h3>${e.t("next_step")}</h3>
    <p><b>${e.t(`next_${o.what}${s>0?"":"_now"}`,d)}</b></p>
  </div>`}function kn(i,t){let{words:e,desk:n}=i,o=(t.linked??[]).flatMap(s=>n.feed.find(s)??[]);return o.length?a`<div>
    <h3>${e.t("linked")}</h3>
    <div class="choices">
      ${o.map(s=>a`<button class="small" data-linked=${s.number} @click=${()=>n.choose(s.id)}>
            ${e.t("linked_open",{kind:e.kind(s.kind),number:s.number})}
          </button>`)}
    </div>
  </div>`:l}function _n(i,t){let{words:e,desk:n}=i;return yt(n.feed.me)?a`<div>
    <div class="choices">
      <button
        class="small"
        data-record="print"
        ?disabled=${!n.feed.live}
        @click=${()=>i.record(t,"print")}
      >
        ${e.t("export_print")}
      </button>
      <button
        class="small"
        data-record="file"
        ?disabled=${!n.feed.live}
        @click=${()=>i.record(t,"file")}
      >
        ${e.t("export_file")}
      </button>
    </div>
    <p class="hint">${e.t("export_journalled")}</p>
  </div>`:l}function Tn(i,t){let e=ct(t.deliveries,i.hass,i.words);return e.length?a`<div>
    <h3>${i.words.t("people_told")}</h3>
    <ul class="told">
      ${e.map(n=>a`<li class=${n.failed?"failed":""}>
            <span>${n.who}</span>
            <span class="state">${n.state}</span>
            <time class="hint" datetime=${n.at}>${E(i,Date.parse(n.at))}</time>
            ${n.error?a`<small>${n.error}</small>`:l}
          </li>`)}
    </ul>
  </div>`:l}function Cn(i,t){let e=[...t.timeline].reverse();return a`<div>
    <h3>${i.words.t("timeline")}</h3>
    <ol class="timeline" reversed>
      ${e.map(n=>a`<li>
            <time datetime=${n.at}>${E(i,Date.parse(n.at))}</time>
            <span>${lt(n,t,i.hass,i.desk.feed.me,i.words)}</span>
          </li>`)}
    </ol>
  </div>`}var En=200;function Sn(i,t){let e=n=>n.key==="entrapment_stay_calm"||n.key==="help_is_coming";return t==="entrapment"?i.filter(e):t==="ebike"?i.filter(n=>!e(n)):i}function Bt(i,t,e,n){let o=i.me?.roles.some(u=>u==="technician"||u==="duty_room"||u==="grid_worker"),s=n.phrases.value,r=n.voice.busy,d=!i.live||r!==void 0,c=n.pressed===t.id?n.voice.problem:void 0,p=s?.phrases.find(({key:u})=>n.done?.name===`say_${u}`),f=s?.longest_text??En,h=async u=>{u.preventDefault();let m=u.target,g=new FormData(m).get("text");typeof g!="string"||!g.trim()||await n.text(t,g)&&m.reset()};return a`<div class="speak">
      <h3>${e.t("intercom")}</h3>
      ${o?a`<smart-community-talk
              .elevator=${t.id}
              .send=${i.hass?.fetchWithAuth}
              .words=${e}
              ?blocked=${!i.live}
            ></smart-community-talk>`:a`<p class="hint">${e.t("talk_none")}</p>`}
      ${o?i.talkAt?.elevator===t.id?i.talkAt.url?a`<a class="button" data-two-way href=${i.talkAt.url} target="_blank" rel="noopener noreferrer"
                  >${e.t("two_way_open")}</a
                >`:a`<p class="hint" role="status">${e.t("two_way_none")}</p>`:a`<button
                data-action="two_way"
                ?disabled=${d}
                @click=${()=>{In(i,t,n)}}
              >
                ${e.t("two_way")}
              </button>`:l}
    </div>
    <div class="lines">
      <div class="phrases" role="group" aria-label=${e.t("phrases")}>
        ${Sn(s?.phrases??[],i.kind).map(u=>a`<button
              data-phrase=${u.key}
              title=${u.texts[e.language]??""}
              ?disabled=${d}
              aria-busy=${String(r===`say_${u.key}`)}
              @click=${()=>{n.phrase(t,u.key)}}
            >
              ${r===`say_${u.key}`?a`<span class="spinner" aria-hidden="true"></span>`:l}
              ${zt(u,e)}
            </button>`)}
      </div>
      <form class="line" @submit=${h}>
        <label
          >${e.t("line_label")}
          <input name="text" maxlength=${f} autocomplete="off" placeholder=${e.t("line_hint",{limit:f})} />
        </label>
        <button ?disabled=${d} data-action="say">
          ${r==="say_text"?a`<span class="spinner" aria-hidden="true"></span>`:l}${e.t("line_say")}
        </button>
      </form>
      ${c===void 0?l:a`<p class="problem" role="alert">${T(c,e)}</p>`}
      ${i.said(["say_text"])} ${p?i.said([`say_${p.key}`],{phrase:zt(p,e)}):l}
      <p class="hint">${e.t("intercom_phone")}</p>
    </div>`}function zt(i,t){return t.known(`phrase_${i.key}`)??i.texts[t.language]??i.key}async function In(i,t,e){let n=await e.twoWay(t);n!==void 0&&(i.talkAt={elevator:t.id,url:n&&/^(https?:|\/)/.test(n)?n:null},i.requestUpdate())}var Rn=["release","false_alarm","extend","hold"],q="7",le=class extends x{constructor(){super();this.asked=!1;this.now=0,this.live=!1,this.kind="",this.looking=!1,this.shortcut=!1}static{this.properties={hass:{attribute:!1},elevators:{attribute:!1},view:{attribute:!1},words:{attribute:!1},me:{attribute:!1},now:{type:Number},live:{type:Boolean},kind:{},looking:{type:Boolean},shortcut:{type:Boolean}}}static{this.styles=[$,k,X]}get acts(){return this.me?.roles.some(e=>e!=="auditor"&&e!=="portal")??!1}willUpdate(){let{elevators:e}=this;e&&this.acts&&this.live&&!e.phrases.value&&!e.phrases.loading&&e.phrases.problem===void 0&&e.phrases.load()}render(){let{view:e,words:n,elevators:o}=this;return!e||!n||!o?l:a`<section class="elevator" aria-label=${e.name} data-elevator=${e.id} data-state=${e.state}>
      <div class="board">
        <div class="seen">${this.picture(e,n)}</div>
        <div class="state">
          ${this.live?this.door(e,n):a`<p class="problem" role="status">${n.t("elevator_blind")}</p>`}
          ${this.acts?this.controls(e,n):l}
        </div>
        ${this.acts?Bt(this,e,n,o):l}
      </div>
    </section>`}picture(e,n){return e.camera?!(e.incident?this.acts:je(this.me))&&!this.looking?a`<div class="empty-picture">${n.t("picture_refused")}</div>`:!this.looking&&!this.asked?a`<div class="empty-picture">
        <button data-action="look" @click=${()=>this.look(!0)}>${n.t("picture_show")}</button>
        <span>${n.t("picture_journalled")}</span>
      </div>`:a`<smart-community-picture
      .connection=${this.elevators?.connection}
      .camera=${e.camera.id}
      .name=${e.name}
      .up=${e.camera.up}
      .words=${n}
    ></smart-community-picture>`:a`<div class="empty-picture">${n.t("picture_no_camera")}</div>`}look(e){this.asked=e,this.requestUpdate()}door(e,n){let o=qe(e,this.now),s=a`<span>${Je(e,n)} · ${Ye(e,n)}</span>`;if(O(e)){let d=S(A(e.since,this.now),n);return a`<div class="held-box" data-held>
        ${Te(e,n)}
        <div>
          <b class="title">${n.t("held_title")}</b>
          <span class="count" role="timer">${d}</span>
          <span>
            ${o===void 0?l:n.t(o>0?"held_left":"held_ending",{time:S(o,n)})}
            ${e.extended?a`· ${n.t("held_extended")}`:l}
          </span>
          ${s}
        </div>
      </div>`}let r=Ke(e,n);return a`<div class="free-box ${this.kind==="ebike"?"mind":""}" data-free>
      ${Te(e,n)}
      <div>
        <b class="title">${n.t("not_held_title")}</b>
        ${r.length?a`<ul class="why" aria-label=${n.t("not_held_why")}>
                ${r.map(d=>a`<li>${d}</li>`)}
              </ul>`:a`<span>${n.t("not_held_can")}</span>`}
        ${s}
        ${e.false_alarms_last_hour?a`<span class="hint">${n.t("false_alarms",{count:e.false_alarms_last_hour})}</span>`:l}
      </div>
    </div>`}controls(e,n){let{elevators:o,live:s}=this;if(!o)return a``;let r=o.pressed===e.id,d=o.letting.busy,c=o.door.busy,p=r?o.letting.problem??o.door.problem:void 0,f=a`<span class="spinner" aria-hidden="true"></span>${n.t("working")}`;return a`
      ${O(e)?a`<button
                class="strong let-go"
                data-action="let_go"
                aria-keyshortcuts=${this.shortcut?q:l}
                ?disabled=${!s||d!==void 0}
                @click=${()=>{o.release(e)}}
              >
                ${d==="release"?f:a`${n.t("action_let_go")}${I(this.shortcut?q:void 0)}`}
              </button>
              <div class="pair-of-buttons">
                <button
                  data-action="false_alarm"
                  ?disabled=${!s||d!==void 0}
                  @click=${()=>{o.release(e,!0)}}
                >
                  ${d==="false_alarm"?f:n.t("action_false_alarm")}
                </button>
                <button
                  data-action="extend"
                  ?disabled=${!s||c!==void 0}
                  @click=${()=>{o.extend(e)}}
                >
                  ${c==="extend"?f:n.t("action_extend")}
                </button>
              </div>`:Ge(e)?a`<button
                data-action="hold"
                ?disabled=${!s||c!==void 0}
                @click=${()=>{o.hold(e)}}
              >
                ${c==="hold"?f:n.t("action_hold")}
              </button>`:l}
      ${p===void 0?l:a`<p class="problem" role="alert">${T(p,n)}</p>`}
      ${this.said(Rn)}
    `}said(e,n={}){let{elevators:o,view:s,words:r}=this,d=o?.pressed===s?.id?o?.done:void 0;if(!d||!r||!e.includes(d.name))return l;let c=et(d.at,d.at,r.language,this.zone);return a`<p class="info" role="status">
      ${r.found(`done_${d.name}`,n.phrase?"done_say_phrase":"done_say_text",{at:c,...n})}
    </p>`}get zone(){return this.hass?.locale.time_zone==="server"?this.hass.config.time_zone:void 0}};var Wt=_`
  .detail {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding: 20px;
  }
  .narrow .detail {
    padding: 14px 16px 20px;
    gap: 16px;
    background: var(--surface);
  }
  .detail header {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 18px;
    align-items: center;
  }
  .wide .detail header {
    margin: -20px -20px 0;
    padding: 20px;
  }
  .detail header .said {
    font-size: 22px;
  }
  .detail header .shape {
    width: 72px;
    height: 72px;
  }
  .detail header .kind {
    font-size: 34px;
  }
  .detail header .where {
    font-size: 30px;
    line-height: 1.25;
    font-weight: 700;
  }
  .detail header .timer {
    font-size: 40px;
    line-height: 1;
  }
  .detail header .who {
    font-size: 18px;
  }
  .detail h2:focus {
    outline: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .actions button {
    flex: 1 1 0;
    min-width: min-content;
    padding: 8px 10px;
    white-space: nowrap;
  }
  .narrow .actions .strong {
    flex: 1 0 100%;
  }
  .wide .actions {
    flex-wrap: nowrap;
  }
  .wide .actions .strong {
    flex: 2 1 0;
  }
  .facts {
    display: grid;
    gap: 20px 32px;
    align-items: start;
  }
  .wide .facts {
    grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
  }
  .facts > div {
    display: flex;
    flex-direction: column;
    gap: 18px;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
    gap: 14px 20px;
  }
  .pair .big {
    font-size: 22px;
  }
  .big .hint {
    white-space: nowrap;
  }
  .facts h3 {
    font-size: 16px;
    font-weight: 600;
    color: var(--faint);
    margin-bottom: 4px;
  }
  .big {
    font-size: 24px;
    line-height: 1.3;
    font-weight: 600;
  }
  .entry {
    padding: 14px 16px;
    border: 2px solid var(--text);
    border-radius: var(--radius);
    display: flex;
    gap: 14px;
    align-items: center;
  }
  .entry .icon {
    width: 32px;
    height: 32px;
  }
  .entry .none {
    font-weight: 400;
    color: var(--faint);
  }
  .residents li {
    display: flex;
    flex-direction: column;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
  }
  .residents li:last-child {
    border-bottom: 0;
  }
  .contacts {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .contacts .button {
    justify-content: flex-start;
    gap: 14px;
    padding: 8px 16px;
    width: 100%;
  }
  .contacts .button span {
    display: flex;
    flex-direction: column;
    line-height: 1.3;
  }
  .contacts small {
    font-size: 16px;
    font-weight: 400;
    color: var(--faint);
  }
  .contacts b {
    margin-left: auto;
    font-size: 20px;
    white-space: nowrap;
  }
  .timeline li {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 12px;
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .timeline li:last-child {
    border-bottom: 0;
  }
  .timeline time {
    color: var(--faint);
  }
  .told li {
    display: grid;
    grid-template-columns: minmax(96px, 1fr) auto auto;
    gap: 2px 12px;
    padding: 5px 0;
    border-bottom: 1px solid var(--line);
  }
  .told li:last-child {
    border-bottom: 0;
  }
  .told .failed .state {
    font-weight: 700;
    text-decoration: underline;
  }
  .told small {
    grid-column: 1 / -1;
    font-size: 16px;
    color: var(--faint);
  }
  .noting {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .noting .choices button {
    flex: 1 1 auto;
  }
  .after {
    display: flex;
    flex-wrap: wrap;
    gap: 10px;
  }
  .after > * {
    flex: 1 1 auto;
  }
  .after form {
    flex: 1 0 100%;
  }
  .after > * > button {
    white-space: nowrap;
  }
  button.small {
    min-height: 48px;
    padding: 4px 16px;
  }
  .next {
    padding: 10px 14px;
    border-left: 6px solid var(--outline);
    background: color-mix(in srgb, var(--text) 5%, transparent);
  }
`;var ce=class{constructor(t){this.host=t}act(t,e,n){let{desk:o,announcements:s,words:r}=this.host;if(!(!o?.feed.live||o.pending.has(e.id))){if(n==="pointer"&&!o.shifts.settled(e.id,performance.now())){s.toast(r.t("settling"));return}t==="resolve"?(o.problems.delete(e.id),o.choose(e.id),this.closing=e,this.host.requestUpdate()):t==="note"?this.startNote(e):t==="call_back"?this.startCall(e):this.takeStep(t,e)}}startNote(t){let{host:e}=this;this.noting=t?.id,t&&e.desk?.choose(t.id),e.requestUpdate(),t&&e.updateComplete.then(()=>e.renderRoot.querySelector("#note")?.focus())}async saveNote(t,e){await this.host.desk?.note(t,e)?this.startNote(void 0):this.tellIfGone(t)}startCall(t){let{host:e}=this;this.calling=t?.id,t&&e.desk?.choose(t.id),e.requestUpdate(),t&&e.updateComplete.then(()=>e.renderRoot.querySelector("#call h3")?.focus())}async saveCall(t,e,n){await this.host.desk?.callBack(t,e,n)?this.startCall(void 0):this.tellIfGone(t)}async record(t,e){let{desk:n,announcements:o,words:s}=this.host;if(n){o.toast(s.t("export_working"));try{let r=await At(n.connection,t.id,s.language);e==="print"?Xe(r.html):Qe(`incident-${t.number}.json`,"application/json",r.json),o.toast(s.t("export_hash",{hash:r.sha256.slice(0,16)}))}catch(r){o.toast(D(r,s))}}}toggleMute(){let{desk:t}=this.host;t?.muted&&t.muted.until>Date.now()?t.unmute():t?.muteNow()}async close({resolution:t,note:e}){let{desk:n}=this.host,o=this.closing;if(!o||!n)return;let s=await n.resolve(o,t,e);(s||H(n.problems.get(o.id))==="incident_resolved")&&this.stopClosing(),s||this.tellIfGone(o)}stopClosing(){this.closing=void 0,this.host.requestUpdate()}async takeStep(t,e){let{host:n}=this;await n.desk?.step(t,e),this.tellIfGone(e),await n.updateComplete,n.wide||n.renderRoot.querySelector(".chosen")?.scrollIntoView({block:"start",behavior:"smooth"}),n.renderRoot instanceof ShadowRoot&&!n.renderRoot.activeElement&&n.renderRoot.querySelector(n.wide?".detail h2":".chosen .row")?.focus({preventScroll:!0})}tellIfGone(t){let{desk:e,announcements:n,words:o}=this.host,s=e?.problems.get(t.id);s!==void 0&&!e?.feed.find(t.id)&&(n.toast(D(s,o)),e?.problems.delete(t.id))}};function An(i,t,e){if(e.responder)return i===C.note?"note":i===C.call_back?y(t)?void 0:"call_back":Z(t,e.feed.me).find(n=>C[n.action]===i)?.action}function Mn(i,t){if(i.defaultPrevented||i.repeat||i.ctrlKey||i.altKey||i.metaKey)return!0;let e=i.composedPath(),[n]=e;return n instanceof HTMLInputElement||n instanceof HTMLTextAreaElement?!0:!e.includes(t)&&n!==document.body&&n!==document.documentElement}function qt(i,t,{desk:e,hands:n,shortcuts:o}){if(!e||!o||Mn(i,t))return;if(i.key==="ArrowDown"||i.key==="ArrowUp"){if(!e.selected())return;e.move(i.key==="ArrowDown"?1:-1),i.preventDefault();return}if(i.key===V&&e.responder){n.toggleMute();return}let s=e.selected(),r=i.key===q&&s?e.elevators.of(s):void 0;if(r&&O(r)&&e.responder&&e.feed.live){i.preventDefault(),e.elevators.release(r);return}let d=s&&An(i.key,s,e);!s||!d||(i.preventDefault(),n.act(d,s,"key"))}function Ae(i){let{words:t,desk:e}=i,{last:n}=e;return a`
    <div class="quiet">
      ${v("check")}
      <h2>${t.t("quiet")}</h2>
      <p>${t.t("quiet_text")}</p>
      ${n?a`<p class="last">
                ${t.t("last_alarm",{ago:z(A(n.opened_at,i.now),t)})}
              </p>
              <p class="hint">
                ${t.t("last_alarm_detail",{kind:t.kind(n.kind),number:n.number,at:E(i,Date.parse(n.opened_at),!1)})}
                · ${M(i,n)}${n.resolution?a` · ${t.resolution(n.resolution)}`:l}
              </p>`:n===null?a`<p class="last">${t.t("no_alarm_yet")}</p>`:l}
    </div>
  `}function Kt(i,t,e){let{words:n,desk:o,wide:s}=i,r=t.state==="open",d=J(t),c=e&&!s,p=S(A(t.opened_at,i.now),n);return a`
    <li
      class=${ft({[t.severity]:!0,"open-item":r,chosen:e})}
      data-incident=${t.id}
      data-number=${t.number}
    >
      <button
        class="row ${r?"open":"taken"}"
        aria-expanded=${s?l:String(c)}
        aria-current=${s&&e?"true":l}
        @click=${()=>o.choose(t.id)}
      >
        ${ee(t.severity,r)}
        <span class="what">
          <span class="kind">${Y(t,n)??n.kind(t.kind)}</span>
          <span>${n.t("number",{number:t.number})}</span>
          ${ae(i,t)}
          <span class="where">${M(i,t)}</span>
          ${d?a`<span class="said">${d}</span>`:l}
          <span class="who">${re(i,t)}</span>
        </span>
        <span class="timer" role="timer" aria-label=${n.t("open_for",{time:p})}>${p}</span>
      </button>
      ${r&&!c&&!(s&&e)&&o.responder?a`<div class="quick">
              ${Se(i,t,{action:"acknowledge",primary:!0,done:!1})}
            </div>`:l}
      ${c?de(i,t):l}
    </li>
  `}function jt(i,t){return Object.values(i.entities).filter(e=>e.platform===w&&e.translation_key==="test_mode"&&i.states[e.entity_id]?.state==="on").map(e=>{let o=(e.device_id?i.devices[e.device_id]:void 0)?.identifiers.find(([r])=>r===w)?.[1],s=/^building_(.+)$/.exec(o??"")?.[1];return s===void 0?"":G(i,s,t)??""})}var Pn={live:void 0,connecting:void 0,lost:"lost",starting:"starting",stopped:"stopped",refused:"refused"};function Me(i){let{feed:t}=i.desk,e=Pn[t.status];if(e)return!t.asOf&&(e==="stopped"||e==="lost")?i.words.t(e==="lost"?"connecting":"stopped_never"):i.words.t(e,{at:E(i,t.asOf,!1)})}function Gt(i){let t=Me(i);if(!t)return l;let e=i.desk.feed.status==="lost"||i.desk.feed.status==="stopped";return a`<div class="banner" data-status=${i.desk.feed.status}>
    ${v("unplugged")}
    <div>${t}${e?a`<small>${i.words.t("lost_text")}</small>`:l}</div>
  </div>`}function Yt(i){let{hass:t,words:e}=i,n=jt(t,e);if(!n.length)return l;let o=n.includes("")?"":e.list(n);return a`<div class="banner" role="status" data-test-mode>
    ${v("check")}
    <div>
      ${o?e.t("test_mode_of",{where:o}):e.t("test_mode")}<small>${e.t("test_mode_text")}</small>
    </div>
  </div>`}function Jt(i,t,e){let{words:n,desk:o}=i,s=t.filter(p=>!y(p)),r=s.filter(p=>p.state==="open"),d=s.length-r.length,c=t.length-s.length;return a`
    <div class="top">
      <div class="counts">
        ${r.length?a`<button class="waiting ${r[0]?.severity}" title=${n.t("to_first")} @click=${i.toFirst}>
                ${n.t("waiting",{count:r.length})}
              </button>`:l}
        ${d?a`<span class="in-hand">${n.t("in_hand",{count:d})}</span>`:l}
        ${c?a`<button class="faulty" @click=${()=>i.showFaults(!0)}>
                ${n.t("faults",{count:c})}
              </button>`:l}
      </div>
      ${o.responder?Ln(i,t,e):l}
      ${i.wide?a`<span class="clock" aria-hidden="true">${E(i,i.now)}</span>`:l}
    </div>
  `}function Ln(i,t,e){let{words:n,desk:o,now:s}=i,r=Dt(t,o.faulty(Date.now()));if(!e.allowed)return a`<div class="sound">
      ${r?l:a`<span class="now">${n.t("sound_off_text")}</span>`}
      <button class="blocked" data-sound="allow" @click=${()=>{e.allow().then(()=>e.try())}}>
        ${v("silent")}${n.t(r?i.wide?"sound_blocked_alarm":"sound_blocked_short":"sound_off")}
      </button>
    </div>`;let d=r&&Ce(o.muted,Date.now())?Math.ceil((o.muted.until-Date.now())/1e3):0;return a`<div class="sound" data-now=${s}>
    ${d?a`<button
            data-sound="unmute"
            title=${n.t("unmute")}
            aria-keyshortcuts=${V}
            @click=${()=>o.unmute()}
          >
            ${v("silent")}${n.t("muted",{time:S(d,n)})}
            ${i.wide?`· ${n.t("unmute")}`:l}${I(V)}
          </button>`:r?a`<button data-sound="mute" aria-keyshortcuts=${V} @click=${()=>o.muteNow()}>
              ${v("sound")}${n.t(i.wide?"mute":"mute_short")}${I(V)}
            </button>`:a`<span class="now">${v("sound")}${n.t("sound_on")}</span>
              <button data-sound="try" @click=${()=>e.try()}>${n.t("sound_try")}</button>`}
  </div>`}var Hn=820,Qt=40,Dn=1e3,Fn=i=>{let t=i.selected();return t!==void 0&&y(t)},pe=class extends x{constructor(){super();this.words=new L("zh-Hans");this.offset=0;this.hands=new ce(this);this.most=Qt;this.faultsShown=!1;this.sound=new ne(()=>this.requestUpdate());this.announcements=new pt(()=>this.requestUpdate());this.size=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width>=Hn)});this.onKey=e=>qt(e,this,this.keys);this.onPress=()=>{this.sound.allowed||this.sound.allow()};this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[$,k,Ft,wt,Wt]}setConfig(e){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.timer=setInterval(()=>this.tick(),Dn),window.addEventListener("keydown",this.onKey),window.addEventListener("pointerdown",this.onPress,{capture:!0}),this.sound.open(),this.desk?.feed.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.timer),window.removeEventListener("keydown",this.onKey),window.removeEventListener("pointerdown",this.onPress,{capture:!0}),this.desk?.feed.stop(),this.desk?.elevators.stop(),this.sound.close()}deskChanged(){this.requestUpdate()}happened(e){let n=this.view();n&&this.announcements.happened(e,n);let{id:o,state:s}=e.incident;o===this.hands.closing?.id&&s==="resolved"&&this.hands.stopClosing()}statusChanged(e,n){e==="live"&&Ze().then(r=>this.offset=r);let o=this.view();if(!o)return;let s=e==="live"?n==="connecting"?void 0:this.words.t("back"):Me(o);s&&this.announcements.urgent(s),e==="live"&&n!=="connecting"&&this.announcements.toast(this.words.t("back"))}shouldUpdate(e){let n=e.get("hass");return!(e.size===1&&n&&this.hass&&n.language===this.hass.language)}willUpdate(){let{hass:e}=this;if(!e)return;let n=N(e.locale?.language??e.language);n!==this.words.language&&(this.words=new L(n)),this.desk?.connection!==e.connection&&(this.desk?.feed.stop(),this.desk?.elevators.stop(),this.desk=new se(e.connection,this),this.isConnected&&this.desk.feed.start())}render(){let e=this.view();if(!e)return l;let{desk:n}=e,o=n.ordered,s=n.selected(o),{closing:r}=this.hands,d=r&&(n.feed.find(r.id)??r),c=n.feed.asOf>0&&n.feed.status!=="refused";return a`
      <ha-card>
        <div
          class="card ${this.wide?"wide":"narrow"} ${n.feed.live?"":"lost"}"
          data-status=${n.feed.status}
        >
          <div class="head">
            ${Gt(e)} ${Yt(e)} ${c?Jt(e,o,this.sound):l}
          </div>
          ${c?o.length?this.renderBody(e,o,s):a`<div class="body">${n.feed.live?Ae(e):l}</div>`:n.feed.status==="connecting"?a`<div class="quiet"><p>${this.words.t("connecting")}</p></div>`:l}
          ${this.announcements.render()} ${s&&n.responder?this.renderKeys():l}
        </div>
      </ha-card>
      <smart-community-resolve
        .words=${this.words}
        .incident=${d}
        .place=${d?M(e,d):""}
        .busy=${d!==void 0&&n.pending.get(d.id)==="resolve"}
        .blocked=${!n.feed.live}
        .problem=${d?n.problems.get(d.id):void 0}
        @sc-confirm=${p=>{this.hands.close(p.detail)}}
        @sc-back=${()=>this.hands.stopClosing()}
      ></smart-community-resolve>
    `}renderBody(e,n,o){let s=n.filter(f=>!y(f)),r=n.filter(y),d=s.length-this.most,c=s.slice(0,this.most);o&&!y(o)&&!c.includes(o)&&c.push(o);let p=s.length||!this.desk?.feed.live?l:Ae(e);return a`<div class="body some">
      <div>
        ${this.wide?l:p}
        ${c.length?this.renderList(e,c,o,this.words.t("list")):l}
        ${d>0?a`<button class="more" @click=${()=>this.showMore()}>
                ${this.words.t("more",{count:d})}
              </button>`:l}
        ${r.length?this.renderFaults(e,r,o):l}
      </div>
      ${this.wide?o?de(e,o):p:l}
    </div>`}renderList(e,n,o,s){return a`<ol class="list" aria-label=${s}>
      ${Tt(n,r=>r.id,r=>Kt(e,r,r===o))}
    </ol>`}renderFaults(e,n,o){let{words:s}=this,r=e.faultsShown||o!==void 0&&y(o);return a`<section class="faults">
      <button class="fold" aria-expanded=${String(r)} @click=${()=>e.showFaults(!r)}>
        <span><b>${s.t("faults",{count:n.length})}</b><small>${s.t("faults_hint")}</small></span>
        <span class="hint">${s.t(r?"faults_hide":"faults_show")}</span>
      </button>
      ${r?this.renderList(e,n.slice(0,this.most),o,s.t("faults",{count:n.length})):l}
    </section>`}renderKeys(){let{words:e}=this;return a`<p class="keys">
      ${e.t("shortcuts")}: <span><kbd>↑</kbd> <kbd>↓</kbd> ${e.t("shortcut_select")}</span>
      <span><kbd>0</kbd> ${e.t("shortcut_mute")}</span>
      ${this.desk?.elevators.views?.length?a`<span><kbd>${q}</kbd> ${e.t("shortcut_let_go")}</span>`:l}
    </p>`}updated(){let{desk:e}=this;if(!e)return;let n=e.ordered,o=e.selected(n),s=new Map(n.map((r,d)=>[r.id,String(d)]));o&&this.wide&&s.set(o.id,`${s.get(o.id)} shown`),e.shifts.note(s,performance.now()),this.followShown(o),e.lookUp(),this.sound.set(e.tone(Date.now()))}followShown(e){let n=this.shownId;this.shownId=e?.id,!this.wide&&n!==void 0&&e&&e.id!==n&&!this.desk?.isChosen(e)&&this.toTop()}toTop(){this.renderRoot.querySelector("li")?.scrollIntoView({block:"start"})}get keys(){let e=this.hass?.enableShortcuts!==!1&&!this.hands.closing;return{desk:this.desk,hands:this.hands,shortcuts:e}}showMore(){this.most+=Qt,this.requestUpdate()}tick(){this.stayAwake(),this.requestUpdate()}stayAwake(){if(!this.hass?.suspendWhenHidden||!this.desk?.feed.me?.roles.includes("duty_room"))return;let e={suspend:!1};this.dispatchEvent(new CustomEvent("hass-suspend-when-hidden",{detail:e,bubbles:!0,composed:!0}))}view(){let{hass:e,desk:n,words:o,wide:s,hands:r}=this;if(!(!e||!n))return{hass:e,desk:n,words:o,wide:s,noting:r.noting,calling:r.calling,faultsShown:this.faultsShown,now:Date.now()+this.offset,act:(d,c,p)=>r.act(d,c,p),toFirst:()=>{n.release(),this.toTop()},startNote:d=>r.startNote(d),saveNote:(d,c)=>{r.saveNote(d,c)},startCall:d=>r.startCall(d),saveCall:(d,c,p)=>{r.saveCall(d,c,p)},record:(d,c)=>{r.record(d,c)},showFaults:d=>{this.faultsShown=d,!d&&Fn(n)&&n.release(),this.requestUpdate()}}}};function Xt(i){return i?.toLowerCase().startsWith("multipart/")?/boundary="?([^";]+)"?/i.exec(i)?.[1]?.replace(/^--/,""):void 0}function Pe(i,t,e){let[n=0]=t;for(let o=i.indexOf(n,e);o>=0;o=i.indexOf(n,o+1)){if(o+t.length>i.length)return-1;if(t.every((s,r)=>i[o+r]===s))return o}return-1}async function*Zt(i,t){let e=new TextEncoder,n=e.encode(`--${t}`),o=e.encode(`\r
\r
`),s=i.getReader(),r=new Uint8Array(0);try{for(;;){let{done:d,value:c}=await s.read();if(d)return;let p=new Uint8Array(r.length+c.length);for(p.set(r),p.set(c,r.length),r=p;;){let f=Pe(r,n,0),h=f<0?-1:Pe(r,o,f);if(h<0)break;let u=new TextDecoder().decode(r.subarray(f,h)),m=h+o.length,g=Number(/content-length:\s*(\d+)/i.exec(u)?.[1]??0),b=g?m+g:Pe(r,n,m);if(b<0||b>r.length)break;let K=b;if(!g)for(;b>m&&(r[b-1]===10||r[b-1]===13);)b-=1;yield r.slice(m,b),r=r.slice(K)}if(r.length>4e6)throw new Error("malformed")}}finally{s.cancel().catch(()=>{})}}function en(i){let t=i.length,e=Math.max(1,Math.floor(i.length/2048));for(let n=0;n<i.length;n+=e)t=Math.imul(t,31)+(i[n]??0)|0;return t}var On=3e3,Vn=1e4,Le=6e3,Un=27e4,Nn=1e3,tn=2e3,zn=15e3,Bn={fetch:(...i)=>fetch(...i),now:()=>Date.now(),show:i=>URL.createObjectURL(i),forget:i=>URL.revokeObjectURL(i)},ue=class extends Error{constructor(t){super(String(t)),this.code=t===401||t===403?"unauthorized":"camera_silent"}},he=class{constructor(t,e,n,o=0,s=Bn){this.connection=t;this.camera=e;this.changed=n;this.every=o;this.host=s;this.at=0;this.changedAt=0;this.print=0;this.moving=!1;this.pathsAt=0;this.generation=0}state(t){let e=this.host.now();return this.url?e-this.at>this.fresh?"stale":t?e-this.changedAt>Vn+2*this.every?"stuck":this.moving?"live":"stills":"doubted":this.problem===void 0&&t?"loading":"none"}get age(){let t=this.host.now(),e=this.state(!0)==="stuck"?this.changedAt:this.at;return Math.max(0,Math.round((t-e)/1e3))}get fresh(){return On+this.every}start(){this.stopping||(this.stopping=new AbortController,this.run(++this.generation,this.stopping.signal))}stop(){this.generation+=1,this.stopping?.abort(),this.stopping=void 0,this.wake?.(),this.url&&this.host.forget(this.url),this.url=void 0,this.at=0}again(){this.wake?.()}async run(t,e){let n=()=>t===this.generation,o=tn;for(;n();){let s=this.at;try{this.every||await this.stream(e,n)}catch(r){if(!n())return;this.problem=r,H(r)==="unauthorized"&&(this.paths=void 0)}if(!n())return;try{await this.stills(e,n)}catch(r){if(!n())return;this.problem=r,this.paths=void 0}if(!n())return;o=this.at>s?tn:Math.min(o*2,zn),this.changed(),await this.sleep(o)}}async stream(t,e){let{live:n}=await this.known(),o=new AbortController,s=()=>o.abort();t.addEventListener("abort",s);let r=setTimeout(s,Le);try{let d=await this.host.fetch(n,{signal:o.signal,cache:"no-store"}),c=Xt(d.headers.get("content-type"));if(!d.ok||!c||!d.body)throw new ue(d.status);for await(let p of Zt(d.body,c)){if(!e())return;clearTimeout(r),r=setTimeout(s,Le),this.take(p,!0)}}finally{clearTimeout(r),t.removeEventListener("abort",s),o.abort()}}async stills(t,e){for(let n=0;n<10&&e();n+=1){let{still:o}=await this.known(),s=AbortSignal.any([t,AbortSignal.timeout(Le)]),r=await this.host.fetch(o,{signal:s,cache:"no-store"});if(!r.ok)throw new ue(r.status);let d=new Uint8Array(await r.arrayBuffer());if(!e())return;this.take(d,!1),await this.sleep(this.every||Nn)}}async known(){return(!this.paths||this.host.now()-this.pathsAt>Un)&&(this.paths=await ze(this.connection,this.camera),this.pathsAt=this.host.now()),this.paths}take(t,e){let n=this.url,o=en(t);this.at=this.host.now(),this.moving=e,this.problem=void 0,(o!==this.print||!n)&&(this.changedAt=this.at),this.print=o,this.url=this.host.show(new Blob([t],{type:"image/jpeg"})),this.changed(),n&&this.host.forget(n)}sleep(t){return new Promise(e=>{let n=setTimeout(e,t);this.wake=()=>{clearTimeout(n),e()}})}};var Wn=500,me=class extends x{static{this.properties={connection:{attribute:!1},camera:{},name:{},up:{type:Boolean},every:{type:Number},words:{attribute:!1}}}static{this.styles=[$,k,_`
      figure {
        margin: 0;
        position: relative;
        aspect-ratio: 16 / 9;
        background: #101418;
        color: #fff;
        border-radius: var(--radius);
        overflow: hidden;
        outline: 4px solid #5a5a5a;
        outline-offset: -4px;
      }
      figure[data-picture="live"] {
        outline-color: var(--calm);
      }
      figure[data-picture="stale"],
      figure[data-picture="stuck"],
      figure[data-picture="doubted"],
      figure[data-picture="none"] {
        outline-color: var(--high);
      }
      img {
        width: 100%;
        height: 100%;
        object-fit: contain;
        display: block;
      }
      [data-picture="stale"] img,
      [data-picture="stuck"] img,
      [data-picture="doubted"] img {
        filter: grayscale(1) brightness(0.55);
      }
      figcaption {
        position: absolute;
        left: 0;
        bottom: 0;
        right: 0;
        display: flex;
        padding: 8px;
      }
      .badge {
        padding: 2px 12px;
        border-radius: 999px;
        font-weight: 700;
        background: #000c;
        color: #fff;
      }
      [data-picture="live"] .badge::before {
        content: "";
        display: inline-block;
        width: 10px;
        height: 10px;
        margin-right: 8px;
        border-radius: 50%;
        background: #4ade80;
      }
      [data-picture="stale"] .badge,
      [data-picture="stuck"] .badge,
      [data-picture="doubted"] .badge,
      [data-picture="none"] .badge {
        background: var(--high);
        color: var(--on-high);
        border-radius: 6px;
        font-size: 20px;
      }
      .message {
        position: absolute;
        inset: 12px 16px 48px;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 10px;
        text-align: center;
        font-size: 16px;
        line-height: 1.35;
      }
      .message button {
        min-height: 44px;
        padding: 2px 18px;
        color: #fff;
        background: #000;
        border-color: #fff;
      }
    `]}constructor(){super(),this.camera="",this.name="",this.up=!0,this.every=0}connectedCallback(){super.connectedCallback(),this.timer=setInterval(()=>this.requestUpdate(),Wn),this.picture?.start()}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.picture?.stop()}willUpdate(t){!t.has("connection")&&!t.has("camera")&&!t.has("every")||(this.picture?.stop(),this.picture=this.connection&&this.camera?new he(this.connection,this.camera,()=>this.requestUpdate(),this.every):void 0,this.isConnected&&this.picture?.start())}render(){let{picture:t,words:e}=this;if(!t||!e)return l;let n=t.state(this.up),{age:o}=t,s=o<60?e.t("picture_seconds",{count:o}):z(o,e);return a`<figure data-picture=${n}>
      ${t.url?a`<img src=${t.url} alt=${e.t("picture_of",{name:this.name})} />`:l}
      <figcaption><span class="badge" role="status">${e.t(`picture_${n}`,{time:s})}</span></figcaption>
      ${n==="none"?a`<div class="message">
              <span
                >${t.problem===void 0||t.problem instanceof Error?e.t("picture_none_text"):T(t.problem,e)}</span
              >
              <button @click=${()=>t.again()}>${e.t("picture_again")}</button>
            </div>`:l}
    </figure>`}};var fe=class extends x{static{this.properties={connection:{attribute:!1},incident:{},words:{attribute:!1},at:{attribute:!1},blocked:{type:Boolean}}}static{this.styles=[$,k,X]}constructor(){super(),this.incident="",this.at=t=>t,this.blocked=!1}willUpdate(t){(t.has("incident")||t.has("connection"))&&(this.source=void 0)}show(){let{connection:t,incident:e}=this;t&&(this.source=new Ne(()=>Be(t,e),()=>this.requestUpdate()),this.source.load())}render(){let{words:t,source:e}=this;if(!t)return l;let n=e?.value;return a`<div class="media">
      ${n===void 0?a`<button
                data-action="media"
                ?disabled=${this.blocked||e?.loading===!0}
                @click=${()=>this.show()}
              >
                ${t.t("media")}
              </button>
              <span class="hint">${t.t("picture_journalled")}</span>`:n.length?a`<ul aria-label=${t.t("media")}>
                ${n.map(o=>a`<li>${this.item(o,t)}</li>`)}
              </ul>`:a`<p class="hint">${t.t("media_none")}</p>`}
      ${e?.problem===void 0?l:a`<p class="problem" role="alert">${T(e.problem,t)}</p>`}
    </div>`}item(t,e){let n=e.found(`media_${t.kind}`,"media",{at:this.at(t.at)}),o=t.url===null?a`<div class="empty-picture">${e.t("media_lost")}</div>`:t.kind==="audio"?a`<audio controls preload="none" src=${t.url} aria-label=${n}></audio>`:t.kind==="clip"?a`<video controls preload="none" src=${t.url} aria-label=${n}></video>`:a`<a href=${t.url} target="_blank" rel="noopener"><img src=${t.url} alt=${n} /></a>`;return a`${o}<span class="hint">${t.name?`${n} · ${t.name}`:n}</span>`}};function qn(i,t=16e3){let e=new ArrayBuffer(44+i.length*2),n=new DataView(e),o=(s,r)=>{for(let d=0;d<r.length;d+=1)n.setUint8(s+d,r.charCodeAt(d))};return o(0,"RIFF"),n.setUint32(4,36+i.length*2,!0),o(8,"WAVEfmt "),n.setUint32(16,16,!0),n.setUint16(20,1,!0),n.setUint16(22,1,!0),n.setUint32(24,t,!0),n.setUint32(28,t*2,!0),n.setUint16(32,2,!0),n.setUint16(34,16,!0),o(36,"data"),n.setUint32(40,i.length*2,!0),i.forEach((s,r)=>{let d=Math.max(-1,Math.min(1,s));n.setInt16(44+r*2,Math.round(d*32767),!0)}),e}async function nn(i,t){try{let n=await new OfflineAudioContext(1,1,16e3).decodeAudioData(await i.arrayBuffer()),o=Math.min(Math.ceil(n.duration*16e3),t*16e3),s=new OfflineAudioContext(1,Math.max(1,o),16e3),r=s.createBufferSource();r.buffer=n,r.connect(s.destination),r.start();let d=await s.startRendering();return new Blob([qn(d.getChannelData(0))],{type:"audio/wav"})}catch{return i}}var He=30,Kn=400,jn=2e4,Gn=["audio/webm;codecs=opus","audio/mp4","audio/ogg;codecs=opus"];function Yn(i){let t=i?.name??"";return t==="NotAllowedError"||t==="SecurityError"?"microphone_denied":t==="NotFoundError"||t==="OverconstrainedError"?"microphone_missing":t==="NotReadableError"||t==="AbortError"?"microphone_busy":t==="InsecureError"?"microphone_insecure":{error:i}}var ge=class{constructor(t,e,n,o=Jn,s=()=>Date.now()){this.elevator=t;this.send=e;this.changed=n;this.microphone=o;this.now=s;this.state="idle";this.since=0;this.held=!1}get level(){return this.recording?.level()??0}get left(){return Math.max(0,He-Math.floor((this.now()-this.since)/1e3))}async press(){if(this.held||this.state==="asking"||this.state==="recording"||this.state==="sending")return;this.held=!0,this.problem=void 0,this.become("asking");let t;try{t=await this.microphone.open()}catch(e){this.held=!1,this.problem=Yn(e),this.become("idle");return}if(!this.held){t.discard(),this.problem="now_hold",this.become("idle");return}this.recording=t,this.since=this.now(),this.limit=setTimeout(()=>{this.letGo()},He*1e3),this.become("recording")}async letGo(){this.held=!1;let{recording:t}=this;if(!(!t||this.state!=="recording")){if(clearTimeout(this.limit),this.recording=void 0,this.now()-this.since<Kn){t.discard(),this.problem="held_too_short",this.become("idle");return}this.become("sending");try{await this.deliver(await t.stop()),this.become("sent")}catch(e){this.problem={error:e},this.become("idle")}}}discard(){this.held=!1,clearTimeout(this.limit),this.recording?.discard(),this.recording=void 0,(this.state==="recording"||this.state==="asking")&&this.become("idle")}async deliver(t){let e=await nn(t,He),n=`/api/${w}/elevators/${encodeURIComponent(this.elevator())}/talk`,o=await F(this.send(n,{method:"POST",body:e,headers:{"Content-Type":e.type}}),jn),s=await o.json().catch(()=>({}));if(!o.ok||!s.said)throw{code:s.code??"unknown"};return s.said}become(t){this.state=t,this.changed()}},Jn={async open(){if(!navigator.mediaDevices||typeof MediaRecorder>"u")throw Object.assign(new Error,{name:"InsecureError"});let i=await navigator.mediaDevices.getUserMedia({audio:{echoCancellation:!0,noiseSuppression:!0,autoGainControl:!0}}),t=Gn.find(c=>MediaRecorder.isTypeSupported(c)),e=new MediaRecorder(i,t?{mimeType:t}:{}),n=[];e.addEventListener("dataavailable",({data:c})=>n.push(c));let o=new AudioContext,s=o.createAnalyser();s.fftSize=1024,o.createMediaStreamSource(i).connect(s);let r=new Float32Array(s.fftSize),d=()=>{for(let c of i.getTracks())c.stop();o.close().catch(()=>{})};return e.start(),{level(){s.getFloatTimeDomainData(r);let c=r.reduce((p,f)=>p+f*f,0)/r.length;return Math.max(0,Math.min(1,(10*Math.log10(c+1e-9)+50)/40))},stop:()=>new Promise(c=>{e.addEventListener("stop",()=>{d(),c(new Blob(n,{type:e.mimeType||"audio/webm"}))}),e.stop()}),discard(){e.stop(),d()}}}};var Qn=100,ve=class extends x{constructor(){super();this.talk=new ge(()=>this.elevator,(e,n)=>this.send?this.send(e,n):Promise.reject(new Error),()=>this.changed());this.down=e=>{e.button!==0||this.blocked||(e.currentTarget.setPointerCapture(e.pointerId),this.talk.press())};this.up=()=>{this.talk.letGo()};this.keyDown=e=>{e.key==="Escape"&&this.talk.discard(),!(e.key!==" "&&e.key!=="Enter")&&(e.preventDefault(),e.stopPropagation(),!e.repeat&&!this.blocked&&this.talk.press())};this.keyUp=e=>{e.key!==" "&&e.key!=="Enter"||(e.preventDefault(),this.talk.letGo())};this.elevator="",this.blocked=!1}static{this.properties={elevator:{},send:{attribute:!1},words:{attribute:!1},blocked:{type:Boolean}}}static{this.styles=[$,k,_`
      button {
        width: 100%;
        min-height: 88px;
        flex-direction: column;
        gap: 2px;
        font-size: 22px;
        font-weight: 700;
        border-width: 3px;
        border-color: var(--text);
        user-select: none;
        -webkit-user-select: none;
        -webkit-touch-callout: none;
        touch-action: none;
        position: relative;
        overflow: hidden;
      }
      button > span {
        display: inline-flex;
        gap: 10px;
        align-items: center;
        position: relative;
      }
      button small {
        font-size: 16px;
        font-weight: 400;
        position: relative;
      }
      button.on {
        background: var(--critical);
        border-color: var(--critical);
        color: var(--on-critical);
        transform: none;
      }
      .level {
        position: absolute;
        left: 0;
        bottom: 0;
        height: 14px;
        background: #fff;
        opacity: 0.85;
        transition: width 90ms linear;
      }
      p {
        margin-top: 10px;
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.timer),this.talk.discard()}changed(){clearInterval(this.timer),this.talk.state==="recording"&&(this.timer=setInterval(()=>this.requestUpdate(),Qn)),this.requestUpdate()}render(){let{words:e,talk:n}=this;if(!e)return l;let o=n.state==="recording";return a`
      <button
        class=${o?"on":""}
        data-talk=${n.state}
        aria-pressed=${String(o)}
        ?disabled=${this.blocked}
        @pointerdown=${this.down}
        @pointerup=${this.up}
        @pointercancel=${this.up}
        @contextmenu=${s=>s.preventDefault()}
        @keydown=${this.keyDown}
        @keyup=${this.keyUp}
        @blur=${this.up}
      >
        ${this.face(e)}
        ${o?a`<i
                class="level"
                role="meter"
                aria-label=${e.t("talk_level")}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${Math.round(n.level*100)}
                style="width:${Math.round(n.level*100)}%"
              ></i>`:l}
      </button>
      ${n.problem===void 0?l:a`<p class="problem" role="alert">${Xn(n.problem,e)}</p>`}
      ${n.state==="sent"?a`<p class="info" role="status">${e.t("talk_sent")}</p>`:l}
    `}face(e){let{talk:n}=this;switch(n.state){case"recording":return a`<span>${v("microphone")}${e.t("talk_recording",{left:n.left})}</span>
          <small>${e.t("talk_let_go")}</small>`;case"asking":case"sending":return a`<span><i class="spinner" aria-hidden="true"></i>${e.t(`talk_${n.state}`)}</span>`;default:return a`<span>${v("microphone")}${e.t("talk_hold")}</span> <small>${e.t("talk_keys")}</small>`}}};function Xn(i,t){return typeof i=="string"?t.t(`talk_${i}`):T(i.error,t)}var Zn=500,be=class extends x{constructor(){super();this.openedAt=0;this.confirm=e=>{e.preventDefault();let{resolution:n}=this;if(!n||this.busy||this.blocked)return;let o=new FormData(e.target).get("note"),s={resolution:n,note:typeof o=="string"?o:""};this.dispatchEvent(new CustomEvent("sc-confirm",{detail:s}))};this.back=()=>{this.dispatchEvent(new CustomEvent("sc-back"))};this.place="",this.busy=!1,this.blocked=!1}static{this.properties={words:{attribute:!1},incident:{attribute:!1},place:{},busy:{type:Boolean},blocked:{type:Boolean},problem:{attribute:!1},resolution:{state:!0}}}static{this.styles=[$,k,_`
      dialog {
        width: min(620px, calc(100vw - 24px));
        max-height: calc(100dvh - 24px);
        padding: 24px;
        border: 0;
        border-radius: 16px;
        color: var(--text);
        background: var(--surface);
        overflow: auto;
      }
      dialog::backdrop {
        background: #000a;
      }
      form {
        display: flex;
        flex-direction: column;
        gap: 16px;
      }
      h2 {
        font-size: 26px;
        line-height: 1.2;
      }
      h2 small {
        display: block;
        font-size: 20px;
        font-weight: 600;
        margin-top: 4px;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 10px;
      }
      legend {
        font-weight: 600;
        padding: 0 0 8px;
      }
      label.choice {
        position: relative;
        display: block;
        cursor: pointer;
      }
      .choice input {
        position: absolute;
        opacity: 0;
      }
      .choice div {
        min-height: 60px;
        padding: 8px 16px 8px 52px;
        border: 2px solid var(--line);
        border-radius: var(--radius);
        position: relative;
      }
      .choice div::before {
        content: "";
        position: absolute;
        left: 16px;
        top: 50%;
        width: 20px;
        height: 20px;
        border: 2px solid var(--text);
        border-radius: 50%;
        transform: translateY(-50%);
      }
      .choice input:checked + div {
        border-color: var(--text);
        background: color-mix(in srgb, var(--text) 10%, var(--surface));
      }
      .choice input:checked + div::before {
        background: radial-gradient(var(--text) 0 45%, transparent 50%);
      }
      .choice b {
        display: block;
        font-size: 20px;
      }
      .ends {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        justify-content: space-between;
      }
      .ends button {
        flex: 1 1 200px;
      }
      @media (max-width: 600px) {
        dialog {
          padding: 16px;
        }
        .ends {
          flex-direction: column-reverse;
        }
        .ends button {
          flex: none;
        }
      }
    `]}updated(e){if(!e.has("incident"))return;let n=this.renderRoot.querySelector("dialog"),o=e.get("incident");this.incident&&n&&!n.open&&(this.openedAt=Date.now(),n.showModal(),this.renderRoot.querySelector("h2")?.focus()),this.incident?.id!==o?.id&&(this.resolution=void 0)}render(){let{incident:e,words:n}=this;if(!e)return l;let{resolution:o}=this;return a`
      <dialog aria-labelledby="title" @cancel=${this.back} @close=${this.back}>
        <form @submit=${this.confirm}>
          <h2 id="title" tabindex="-1">
            ${n.t("resolve_title",{number:e.number,kind:n.kind(e.kind)})}
            <small>${this.place}</small>
          </h2>
          ${e.state==="open"?a`<p class="info">${n.t("resolve_open")}</p>`:l}
          <fieldset>
            <legend>${n.t("resolve_question")}</legend>
            ${st.map(s=>a`<label class="choice">
                  <input
                    type="radio"
                    name="resolution"
                    value=${s}
                    .checked=${o===s}
                    @click=${r=>this.choose(r,s)}
                  />
                  <div>
                    <b>${n.resolution(s)}</b>
                    <span class="hint">${n.t(`resolve_${s}_hint`)}</span>
                  </div>
                </label>`)}
          </fieldset>
          <label>
            <span class="hint">${n.t("resolve_note")}</span>
            <textarea name="note" maxlength="1000"></textarea>
          </label>
          ${this.problem===void 0?l:a`<p class="problem" role="alert">${D(this.problem,n)}</p>`}
          <p class="hint">${n.t("resolve_final")}</p>
          <div class="ends">
            <button type="button" data-close="back" @click=${this.back}>${n.t("resolve_back")}</button>
            <button class="strong" data-close="confirm" ?disabled=${!o||this.busy||this.blocked}>
              ${this.busy?a`<span class="spinner" aria-hidden="true"></span>${n.t("working")}`:o?n.t("resolve_confirm",{resolution:n.resolution(o)}):n.t("resolve_choose")}
            </button>
          </div>
        </form>
      </dialog>
    `}choose(e,n){Date.now()-this.openedAt<Zn?e.preventDefault():this.resolution=n}};var ei=["alarm","test_mode","open_incidents","unacknowledged_incidents","time_to_acknowledge","on_duty"],ti=["broker","database"],ni="silent_devices",sn=i=>new L(N(i.locale?.language??i.language)),ii=(i,t)=>({type:"heading",heading:i,icon:t});function oi(i){return Object.values(i.entities).filter(t=>t.platform===w&&!t.hidden).map(t=>{let n=(t.device_id?i.devices[t.device_id]:void 0)?.identifiers.find(([s])=>s===w)?.[1],o=n?.startsWith("building_")?n.slice(9):void 0;return{entity:t,building:o,domain:t.entity_id.split(".")[0]??""}})}function on({path:i,card:t,title:e},n){return{title:n.t(e),path:i,type:"sections",max_columns:4,sections:[{type:"grid",column_span:4,cards:[{type:`custom:smart-community-${t}`,grid_options:{columns:"full",rows:"auto"}}]}]}}function si({path:i,title:t},e){return{title:e.t(t),path:i,strategy:{type:"custom:smart-community-status"}}}function ye(i){let t=sn(i),e=oi(i),n=(d,c)=>({type:"tile",entity:d.entity_id,name:c??{type:"entity"}}),o=d=>d.flatMap(c=>e.filter(p=>p.entity.translation_key===c&&p.building===void 0&&p.domain!=="event").map(p=>n(p.entity))),s=e.filter(d=>d.entity.translation_key===ni&&d.building!==void 0).map(d=>({entity:d.entity,name:G(i,d.building??"",t)??""})).sort((d,c)=>d.name.localeCompare(c.name,t.language,{numeric:!0})).map(d=>n(d.entity,d.name)),r=[{title:t.t("heading_community"),icon:"mdi:home-group",cards:o(ei)},{title:t.t("heading_buildings"),icon:"mdi:access-point-off",cards:s},{title:t.t("heading_diagnostics"),icon:"mdi:lan-connect",cards:o(ti)}].filter(d=>d.cards.length>0);return{type:"sections",max_columns:3,sections:r.length?r.map(({title:d,icon:c,cards:p})=>({type:"grid",cards:[ii(d,c),...p]})):[{type:"grid",cards:[{type:"markdown",content:t.t("no_devices")}]}]}}function De(i,t,e={}){let n=sn(i),o=Array.isArray(e.views)?e.views:void 0,s=ke(t,o).map(r=>r.card?on(r,n):si(r,n));return{views:s.length?s:ke(void 0,["alarms"]).map(r=>on(r,n))}}var ri=3e3,we,rn={},xe=class extends HTMLElement{static async generate(t,e){rn=t,te().catch(()=>{});try{we=(await Ue(e.connection,"me",{},ri)).roles}catch{we=void 0}return De(e,we,t)}static shouldRegenerate(t,e,n){if(e.locale===n.locale)return!1;let o=s=>JSON.stringify(De(s,we,t??rn));return o(e)!==o(n)}static{this.noEditor=!0}},$e=class extends HTMLElement{static async generate(t,e){return Promise.resolve(ye(e))}static shouldRegenerate(t,e,n){return!(e.devices===n.devices&&e.entities===n.entities&&e.locale===n.locale)&&JSON.stringify(ye(e))!==JSON.stringify(ye(n))}};R("smart-community-resolve",be);R("smart-community-picture",me);R("smart-community-talk",ve);R("smart-community-elevator",le);R("smart-community-media",fe);R("smart-community-incidents",pe);R("ll-strategy-dashboard-smart-community-duty-room",xe);R("ll-strategy-view-smart-community-status",$e);var j=new L(N(document.documentElement.lang||navigator.language)),Fe=window;(Fe.customCards??=[]).push({type:"smart-community-incidents",name:j.t("card_name"),description:j.t("card_description")});for(let i of tt)!i.card||i.card==="incidents"||Fe.customCards.push({type:`smart-community-${i.card}`,name:j.t(i.title)});(Fe.customStrategies??=[]).push({type:"smart-community-duty-room",strategyType:"dashboard",name:j.t("title"),description:j.t("strategy_description")});setTimeout(()=>{te().catch(()=>{})},5e3);
