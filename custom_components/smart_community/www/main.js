/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
import{$ as W,A as q,C as Se,F as Te,G as ue,H as Re,I as g,J as Ee,K as Me,L as Ae,M as B,N as U,O as Pe,P as Fe,S as He,T as Le,U as fe,V as w,W as S,X as $,Y as k,Z as De,_ as K,aa as Ne,ba as Ve,ca as Oe,d as E,da as ze,e as C,f as M,fa as F,g as d,ga as _,h as ke,ha as qe,i as c,ia as Be,j as V,ja as j,k as H,ka as Ue,la as Ke,ma as G,n as I,na as h,o as L,oa as T,p as y,pa as We,ra as je,s as _e,sa as Ge,t as A,ta as D,u as P,ua as Y,v as O,x as z,y as Ce,z as Ie}from"./chunk-VXORRA3E.js";var Ye=(s,t,e)=>{let n=new Map;for(let i=t;i<=e;i++)n.set(s[i],i);return n},Je=Ve(class extends Oe{constructor(s){if(super(s),s.type!==Ne.CHILD)throw Error("repeat() can only be used in text expressions")}dt(s,t,e){let n;e===void 0?e=t:t!==void 0&&(n=t);let i=[],o=[],r=0;for(let a of s)i[r]=n?n(a,r):r,o[r]=e(a,r),r++;return{values:o,keys:i}}render(s,t,e){return this.dt(s,t,e).values}update(s,[t,e,n]){let i=Be(s),{values:o,keys:r}=this.dt(t,e,n);if(!Array.isArray(i))return this.ut=r,o;let a=this.ut??=[],l=[],p,b,u=0,m=i.length-1,f=0,v=o.length-1;for(;u<=m&&f<=v;)if(i[u]===null)u++;else if(i[m]===null)m--;else if(a[u]===r[f])l[f]=_(i[u],o[f]),u++,f++;else if(a[m]===r[v])l[v]=_(i[m],o[v]),m--,v--;else if(a[u]===r[v])l[v]=_(i[u],o[v]),F(s,l[v+1],i[u]),u++,v--;else if(a[m]===r[f])l[f]=_(i[m],o[f]),F(s,i[u],i[m]),m--,f++;else if(p===void 0&&(p=Ye(r,f,v),b=Ye(a,u,m)),p.has(a[u]))if(p.has(a[m])){let x=b.get(r[f]),pe=x!==void 0?i[x]:null;if(pe===null){let $e=F(s,i[u]);_($e,o[f]),l[f]=$e}else l[f]=_(pe,o[f]),F(s,i[u],pe),i[x]=null;f++}else j(i[m]),m--;else j(i[u]),u++;for(;f<=v;){let x=F(s,l[v+1]);_(x,o[f]),l[f++]=x}for(;u<=m;){let x=i[u++];x!==null&&j(x)}return this.ut=r,qe(s,l),ke}});var _t={critical:{beeps:[[0,.16,880],[.18,.16,1175],[.4,.16,880],[.58,.16,1175],[.8,.16,880],[.98,.16,1175]],length:1.8,volume:.7},high:{beeps:[[0,.22,784],[.3,.22,988]],length:2.5,volume:.55},normal:{beeps:[[0,.25,659],[.28,.4,523]],length:10,volume:.4},fault:{beeps:[[0,.5,392]],length:15,volume:.35}},Qe=.012;function Ct(s,t){let{beeps:e,length:n,volume:i}=_t[s],o=new Float32Array(Math.round(n*t));for(let[r,a,l]of e){let p=Math.round(a*t),b=Math.round(r*t);for(let u=0;u<p;u+=1){let m=u/t,f=Math.min(1,m/Qe,(a-m)/Qe),v=Math.sin(2*Math.PI*l*m)+.35*Math.sin(4*Math.PI*l*m);o[b+u]=i*f*v/1.35}}return o}var J=class{constructor(t){this.changed=t}get allowed(){return this.context?.state==="running"}open(){this.context||typeof AudioContext>"u"||(this.context=new AudioContext,this.context.addEventListener("statechange",()=>{this.apply(),this.changed()}))}async allow(){this.open(),await this.context?.resume().catch(()=>{})}set(t){this.wanted=t,this.apply()}try(){this.context&&!this.playing&&this.source("high",!1).start()}close(){this.set(void 0),this.context?.close().catch(()=>{}),this.context=void 0}apply(){if(this.playing&&this.playing.tone!==this.wanted&&(this.playing.source.stop(),this.playing=void 0),this.wanted&&!this.playing&&this.allowed){let t=this.source(this.wanted,!0);t.start(),this.playing={tone:this.wanted,source:t}}}source(t,e){let n=this.context,i=Ct(t,n.sampleRate),o=n.createBuffer(1,i.length,n.sampleRate);o.copyToChannel(i,0);let r=n.createBufferSource();return r.buffer=o,r.loop=e,r.connect(n.destination),r}};function me(s){return s!==void 0&&s.roles.some(t=>Re.includes(t))}function It(s){return s.roles.includes("duty_room")||!s.roles.some(t=>t!=="technician")}function Q(s,t){if(t===void 0||!me(t)||s.state==="resolved")return[];let e=s.acknowledged_by===t.user_id,n=p=>s.timeline.some(b=>b.what===p&&b.by===t.user_id),i=n("on_site"),o=i||n("en_route"),r;s.state==="open"?r="acknowledge":!It(t)&&e&&(r=i?"resolve":o?"on_site":"en_route");let a=[],l=(p,b=!1)=>{a.push({action:p,primary:p===r,done:b})};return s.state==="open"?l("acknowledge"):e||l("take_over"),l("en_route",o),l("on_site",i),l("resolve"),a}function Xe(s){return s?.roles.some(t=>t!=="grid_worker"&&t!=="portal")??!1}var St=1e4;function R(s,t,e){let n=s.sendMessagePromise({type:`${y}/incidents/${t}`,...e});return L(n,St)}function Ze(s,t,e){return R(s,t,{incident_id:e})}function et(s,t,e,n){let i=n.trim();return R(s,"resolve",{incident_id:t,resolution:e,...i?{note:i}:{}})}function tt(s,t,e){return R(s,"note",{incident_id:t,text:e.trim()})}function nt(s,t,e,n){let i=n.trim();return R(s,"call_back",{incident_id:t,outcome:e,...i?{note:i}:{}})}function st(s,t,e){return R(s,"export",{incident_id:t,language:e})}function it(s,t){return R(s,"get",{incident_id:t})}async function ot(s){return(await R(s,"list",{limit:1})).incidents[0]}var Tt={heartbeat:5e3,answer:4e3,retry:2e3,grace:2e4},Rt=2,X=class{constructor(t,e,n=window,i=Tt){this.connection=t;this.listener=e;this.page=n;this.pace=i;this.status="connecting";this.asOf=0;this.incidents=new Map;this.everLive=!1;this.running=!1;this.generation=0;this.misses=0;this.refusedSince=0;this.onReady=()=>{this.subscribe()};this.onLost=()=>{this.drop(),this.setStatus("lost")};this.onOnline=()=>{this.beat()}}get active(){return this.incidents.values()}get live(){return this.status==="live"}find(t){return this.incidents.get(t)}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onLost),this.page.addEventListener("offline",this.onLost),this.page.addEventListener("online",this.onOnline),this.heartbeatTimer=setInterval(()=>{this.beat()},this.pace.heartbeat),this.connection.connected?this.subscribe():this.onLost())}stop(){this.running&&(this.running=!1,this.connection.removeEventListener("ready",this.onReady),this.connection.removeEventListener("disconnected",this.onLost),this.page.removeEventListener("offline",this.onLost),this.page.removeEventListener("online",this.onOnline),clearInterval(this.heartbeatTimer),this.drop(),this.status="connecting")}take(t){let e=this.incidents.get(t.id);!e||t.timeline.length<e.timeline.length||(t.state==="resolved"?this.incidents.delete(t.id):this.incidents.set(t.id,t),this.listener.feedChanged())}drop(){this.generation+=1,clearTimeout(this.retryTimer);let t=this.unsubscribe;this.unsubscribe=void 0,t&&this.connection.connected&&t().catch(()=>{})}async subscribe(){this.drop();let t=this.generation,e=()=>this.running&&t===this.generation;try{let n=await this.ask("me");if(!e())return;this.me=n;let i=this.connection.subscribeMessage(o=>{e()&&this.receive(o)},{type:`${y}/incidents/subscribe`},{resubscribe:!1});i.then(o=>e()?this.unsubscribe=o:void o().catch(()=>{}),()=>{}),await L(i,this.pace.answer)}catch(n){e()&&this.failed(n)}}receive(t){if(this.asOf=Date.now(),this.misses=0,t.type==="snapshot"){let o=this.incidents,r=this.everLive;this.incidents=new Map(t.incidents.map(a=>[a.id,a])),this.everLive=!0,this.refusedSince=0,this.setStatus("live");for(let a of t.incidents)a.state==="open"&&!o.has(a.id)&&r&&this.listener.incidentChanged("opened",a,void 0);return}let{incident:e,change:n}=t,i=this.incidents.get(e.id);e.state==="resolved"?this.incidents.delete(e.id):this.incidents.set(e.id,e),this.listener.incidentChanged(n,e,i),this.listener.feedChanged()}async beat(){if(!this.running||!this.connection.connected||this.status!=="live"&&this.status!=="lost")return;let t=this.generation;try{let e=await this.ask("me");if(t!==this.generation)return;this.me=e,this.asOf=Date.now(),this.misses=0,this.status==="lost"&&this.subscribe()}catch(e){if(!this.running||t!==this.generation)return;if(H(e)!=="no_answer")return this.failed(e);this.setStatus("lost"),this.missed()}}missed(){this.misses+=1,!(this.misses<Rt)&&(this.misses=0,this.connection.reconnect(!0))}failed(t){this.drop();let e=H(t);e==="unauthorized"?this.refused():e==="not_loaded"?this.setStatus("stopped"):e==="unknown_command"?this.setStatus("starting"):this.setStatus("lost"),this.retryTimer=setTimeout(()=>{this.connection.connected&&this.subscribe()},this.pace.retry),e==="no_answer"&&this.missed()}refused(){if(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace){this.setStatus(this.everLive?"starting":"connecting");return}this.incidents=new Map,this.me=void 0,this.setStatus("refused")}ask(t){return L(this.connection.sendMessagePromise({type:`${y}/${t}`}),this.pace.answer)}setStatus(t){this.status=t,this.listener.feedChanged()}};var Z=class{constructor(t,e){this.connection=t;this.changed=e;this.views=new Map}view(t){return t.place.home?this.views.get(t.id)??{state:"loading"}:{state:"none"}}home(t){let e=this.view(t);return e.state==="known"?e.home:void 0}async ask(t,e){let{id:n}=t;if(!t.place.home||this.views.has(n))return;if(!e){this.views.set(n,{state:"hidden"});return}this.views.set(n,{state:"loading"});let i;try{let{home:o}=await it(this.connection,n);i=o?{state:"known",home:o}:{state:o===void 0?"hidden":"missing"}}catch{i={state:"failed"}}this.views.has(n)&&this.views.set(n,i),this.changed()}keep(t){for(let e of this.views.keys())t.has(e)||this.views.delete(e)}forget(t){this.views.delete(t)}retryFailed(){for(let[t,e]of this.views)(e.state==="failed"||e.state==="hidden")&&this.views.delete(t)}};var Et=12e4,rt=s=>s.filter(t=>t.state==="open");function at(s,t,e){let n=rt(s).map(i=>i.id);return{until:e+Et,incidents:new Set(n),fault:t}}function he(s,t){return s!==void 0&&t<s.until}function ge(s,t,e,n){let i=he(e,n)?e:void 0,o=rt(s).filter(l=>!i?.incidents.has(l.id)),r=new Set(o.filter(l=>!g(l)).map(l=>l.severity));for(let l of["critical","high","normal"])if(r.has(l))return l;return o.some(l=>g(l)&&l.severity!=="normal")||t&&!i?.fault?"fault":void 0}function dt(s,t){return ge(s,t,void 0,0)!==void 0}var Mt=1e4,ee=class{constructor(t,e,n=i=>new X(t,i)){this.connection=t;this.listener=e;this.shifts=new Ae;this.pending=new Map;this.problems=new Map;this.beaten=new Set;this.status="connecting";this.statusSince=Date.now();this.homes=new Z(t,()=>e.deskChanged()),this.feed=n(this)}get ordered(){return Ee(this.feed.active)}get responder(){return me(this.feed.me)}selected(t=this.ordered){return Me(t,this.chosen)}isChosen(t){return t.id===this.chosen}choose(t){this.chosen=t,this.listener.deskChanged()}release(){this.chosen=void 0,this.listener.deskChanged()}move(t){let e=this.ordered,n=this.selected(e),i=n?e.indexOf(n):-1,o=e[Math.min(e.length-1,Math.max(0,i+t))];o&&this.choose(o.id)}lookUp(){let t=this.selected();t&&this.feed.live&&this.homes.ask(t,this.responder)}async step(t,e){await this.run(t,e,async()=>{let n=await Ze(this.connection,t,e.id);return t==="acknowledge"&&n.owner===!1?this.beaten.add(e.id):this.beaten.delete(e.id),n.incident})}resolve(t,e,n){return this.run("resolve",t,async()=>(await et(this.connection,t.id,e,n)).incident)}note(t,e){return this.run("note",t,async()=>(await tt(this.connection,t.id,e)).incident)}callBack(t,e,n){return this.run("call_back",t,async()=>(await nt(this.connection,t.id,e,n)).incident)}muteNow(){this.muted=at(this.ordered,this.faulty(Date.now()),Date.now()),this.listener.deskChanged()}unmute(){this.muted=void 0,this.listener.deskChanged()}tone(t){return this.responder?ge(this.ordered,this.faulty(t),this.muted,t):void 0}faulty(t){return(this.feed.me?.roles.includes("duty_room")??!1)&&!this.feed.live&&this.feed.asOf>0&&t-this.statusSince>=Mt}feedChanged(){let t=this.status;this.status=this.feed.status,this.homes.keep(new Set([...this.feed.active].map(e=>e.id))),t!==this.status&&((t==="live"||this.status==="live")&&(this.statusSince=Date.now()),this.status==="live"&&(this.homes.retryFailed(),this.learnLast()),this.listener.statusChanged(this.status,t)),this.listener.deskChanged()}incidentChanged(t,e,n){e.state==="resolved"?(this.problems.delete(e.id),this.beaten.delete(e.id),(!this.last||e.number>=this.last.number)&&(this.last=e)):e.acknowledged_by!==n?.acknowledged_by&&this.problems.delete(e.id),this.listener.happened({change:t,incident:e})}async run(t,e,n){let{id:i}=e;if(this.pending.has(i)||!this.feed.live)return!1;this.pending.set(i,t),this.problems.delete(i),this.choose(i);try{return this.feed.take(await n()),!0}catch(o){return this.problems.set(i,o),!1}finally{this.pending.delete(i),this.listener.deskChanged()}}async learnLast(){try{this.last=await ot(this.connection)??null}catch{return}this.listener.deskChanged()}};var lt=M`
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
`;function ve(s,t,e,n){let{words:i,desk:o}=s,r=o.pending.get(t.id),a=r===e.action;return d`
    <button
      class="${e.primary?"strong":""} ${e.done?"done":""}"
      data-action=${e.action}
      aria-keyshortcuts=${n??c}
      ?disabled=${!o.feed.live||r!==void 0}
      aria-busy=${String(a)}
      @click=${l=>s.act(e.action,t,l.detail?"pointer":"key")}
    >
      ${a?d`<span class="spinner" aria-hidden="true"></span>${i.t("working")}`:d`${i.t(`action_${e.action}`)}${e.done?d`<span class="hint">${i.t("done_before")}</span>`:c}${T(n)}`}
    </button>
  `}function ct(s,t){let{words:e,desk:n}=s,i=Q(t,n.feed.me),o=n.problems.get(t.id),r=q(s.hass,t.acknowledged_by??void 0,n.feed.me,e);return d`
    ${i.length?d`<div class="actions">
            ${i.map(a=>ve(s,t,a,w[a.action]))}
          </div>`:d`<p class="hint">${e.t("view_only")}</p>`}
    ${o===void 0?c:d`<p class="problem" role="alert">${I(o,e)}</p>`}
    ${n.beaten.has(t.id)&&t.acknowledged_by!==n.feed.me?.user_id?d`<p class="info" role="status">${e.t("first_was",{name:r})}</p>`:c}
  `}function pt(s,t){let{words:e,desk:n}=s,i=n.pending.has(t.id)||!n.feed.live;return s.calling!==t.id?d`<div class="noting">
      <button
        data-action="call_back"
        aria-keyshortcuts=${w.call_back}
        ?disabled=${i}
        @click=${()=>s.startCall(t)}
      >
        ${h("phone")}${e.t("action_call_back")}${T(w.call_back)}
      </button>
    </div>`:d`
    <form id="call" class="noting" @submit=${r=>{r.preventDefault();let a=r.target,l=new FormData(a).get("text"),p=ue.find(b=>b===r.submitter?.value);p&&s.saveCall(t,p,typeof l=="string"?l:"")}}>
      <h3 tabindex="-1">${e.t("call_title")}</h3>
      <label for="said">${e.t("call_note")} <span class="hint">${e.t("optional")}</span></label>
      <textarea id="said" name="text" maxlength="1000"></textarea>
      <div class="choices">
        ${ue.map(r=>d`<button name="outcome" value=${r} ?disabled=${i}>${e.t(`call_${r}`)}</button>`)}
        <button type="button" @click=${()=>s.startCall(void 0)}>${e.t("cancel")}</button>
      </div>
    </form>
  `}function ut(s,t){let{words:e,desk:n}=s,i=n.pending.has(t.id)||!n.feed.live;return s.noting!==t.id?d`<div class="noting">
      <button
        data-action="note"
        aria-keyshortcuts=${w.note}
        ?disabled=${i}
        @click=${()=>s.startNote(t)}
      >
        ${h("note")}${e.t("action_note")}${T(w.note)}
      </button>
    </div>`:d`
    <form class="noting" @submit=${r=>{r.preventDefault();let a=new FormData(r.target).get("text");typeof a=="string"&&a.trim()&&s.saveNote(t,a)}}>
      <label for="note"><b>${e.t("note_label")}</b> <span class="hint">${e.t("note_hint")}</span></label>
      <textarea id="note" name="text" maxlength="1000" required></textarea>
      <div class="choices">
        <button type="submit" ?disabled=${i}>${e.t("note_save")}</button>
        <button type="button" @click=${()=>s.startNote(void 0)}>${e.t("cancel")}</button>
      </div>
    </form>
  `}function te(s,t){let{words:e,desk:n}=s;return t.state==="open"?e.t("state_open"):t.acknowledged_by===n.feed.me?.user_id?e.t("state_mine"):e.t("state_theirs",{name:q(s.hass,t.acknowledged_by??void 0,n.feed.me,e)})}function ne(s,t){let{words:e}=s;return d`
    <span class="chip severity"
      ><span class="hidden">${e.t("severity_label",{severity:""})}</span
      >${e.severity(t.severity)}</span
    >
    ${t.level>1&&t.state==="open"?d`<span class="chip">${e.t("level",{level:t.level})}</span>`:c}
    ${t.unsaved?d`<span class="chip unsaved">${h("disk")}${e.t("unsaved")}</span>`:c}
  `}function se(s,t){let{words:e,wide:n,desk:i}=s;return d`
    <section
      class="detail ${t.severity} ${t.state==="open"?"open":"taken"}"
      aria-label=${e.t("details_of",{number:t.number})}
    >
      ${n?At(s,t):c} ${ct(s,t)}
      ${t.unsaved?d`<p class="info"><b>${e.t("unsaved")}</b><br />${e.t("unsaved_text")}</p>`:c}
      <div class="facts">
        <div>
          ${g(t)?c:Pt(s,t)}
          ${i.responder?d`<div class="after">${g(t)?c:pt(s,t)} ${ut(s,t)}</div>`:c}
        </div>
        <div>
          ${Lt(s,t)} ${Dt(s,t)} ${Vt(s,t)} ${Ot(s,t)}
          ${Nt(s,t)}
        </div>
      </div>
    </section>
  `}function At(s,t){let{words:e}=s,n=U(t),i=P(A(t.opened_at,s.now),e);return d`
    <header>
      ${G(t.severity,t.state==="open")}
      <h2 class="what" tabindex="-1">
        <span class="kind">${B(t,e)??e.kind(t.kind)}</span>
        <span>${e.t("number",{number:t.number})}</span>
        ${ne(s,t)}
        <span class="where">${$(s,t)}</span>
        ${n?d`<span class="said">${n}</span>`:c}
        <span class="who">${te(s,t)}</span>
      </h2>
      <span class="timer" role="timer" aria-label=${e.t("open_for",{time:i})}>${i}</span>
    </header>
  `}function Pt(s,t){let{words:e,desk:n}=s,i=n.homes.view(t);switch(i.state){case"known":return Ft(s,i.home);case"loading":return d`<p class="hint" role="status">
        ${n.feed.live?d`<span class="spinner" aria-hidden="true"></span> ${e.t("loading_home")}`:e.t("home_failed")}
      </p>`;case"missing":case"failed":return d`
        <p class="problem">${e.t(i.state==="failed"?"home_failed":"home_missing")}</p>
        <button
          ?disabled=${!n.feed.live}
          @click=${()=>{n.homes.forget(t.id),n.lookUp()}}
        >
          ${e.t("try_again")}
        </button>
      `;case"hidden":return d`<p class="hint">${e.t("home_hidden")}</p>`;case"none":{let o=t.device?Ce(s.hass,t.device):void 0,r=o&&Ie(o),a=r?e.t("help_button",{number:r}):o;return d`<p class="hint">
        ${e.t("no_home")} ${a?e.t("no_home_button",{device:a}):c}
      </p>`}}}function Ft(s,t){let{words:e}=s;return d`
    <div class="entry">
      ${h("key")}
      <div>
        <h3>${e.t("how_to_get_in")}</h3>
        <p class="big ${t.access?"":"none"}">${t.access||e.t("nothing_recorded")}</p>
        ${t.key_safe?d`<p><b>${e.t("home_key_safe")}</b> ${t.key_safe}</p>`:c}
      </div>
    </div>
    <div class="pair">
      <div>
        <h3>${e.t("household")}</h3>
        <p class="big">
          ${t.household||e.t("nothing_recorded")}
          ${t.floor===null?c:d`<span class="hint">${e.t("floor",{floor:t.floor})}</span>`}
        </p>
      </div>
      ${t.note?d`<div>
              <h3>${e.t("good_to_know")}</h3>
              <p class="big">${t.note}</p>
            </div>`:c}
    </div>
    ${Ht(s,t)}
    <div>
      <h3>${e.t("contacts")}</h3>
      ${t.contacts.length?d`<ul class="contacts">
              ${t.contacts.map(({name:n,phone:i,relation:o})=>d`<li>
                    <a
                      class="button"
                      href="tel:${i.replace(/[^\d+*#]/g,"")}"
                      aria-label=${e.t("call",{name:n,phone:i,relation:o})}
                    >
                      ${h("phone")}<span>${n}<small>${o}</small></span
                      ><b>${i}</b>
                    </a>
                  </li>`)}
            </ul>`:d`<p class="hint">${e.t("no_contacts")}</p>`}
    </div>
  `}function Ht({words:s},t){return t.residents?.length?d`<div>
    <h3>${s.t("home_residents")}</h3>
    <ul class="residents">
      ${t.residents.map(e=>d`<li>
            <b>${e.name||s.t("unknown")}</b>
            <span>${s.list([...je(e.care,s),...Ge(e,s)])}</span>
            ${e.note?d`<span>${e.note}</span>`:c}
          </li>`)}
    </ul>
  </div>`:c}function Lt(s,t){let{words:e,hass:n}=s,{next:i}=t;if(!i)return c;let o=Math.ceil((Date.parse(i.at)-s.now)/1e3),r=i.to.map(l=>Se(l,n,e)),a={level:i.level,time:O(Math.max(0,o),e),whom:r.length?e.list(r):e.t("nobody_next")};return d`<div class="next" data-next=${i.what}>
    <h3>${e.t("next_step")}</h3>
    <p><b>${e.t(`next_${i.what}${o>0?"":"_now"}`,a)}</b></p>
  </div>`}function Dt(s,t){let{words:e,desk:n}=s,i=(t.linked??[]).flatMap(o=>n.feed.find(o)??[]);return i.length?d`<div>
    <h3>${e.t("linked")}</h3>
    <div class="choices">
      ${i.map(o=>d`<button class="small" data-linked=${o.number} @click=${()=>n.choose(o.id)}>
            ${e.t("linked_open",{kind:e.kind(o.kind),number:o.number})}
          </button>`)}
    </div>
  </div>`:c}function Nt(s,t){let{words:e,desk:n}=s;return Xe(n.feed.me)?d`<div>
    <div class="choices">
      <button
        class="small"
        data-record="print"
        ?disabled=${!n.feed.live}
        @click=${()=>s.record(t,"print")}
      >
        ${e.t("export_print")}
      </button>
      <button
        class="small"
        data-record="file"
        ?disabled=${!n.feed.live}
        @click=${()=>s.record(t,"file")}
      >
        ${e.t("export_file")}
      </button>
    </div>
    <p class="hint">${e.t("export_journalled")}</p>
  </div>`:c}function Vt(s,t){let e=Fe(t.deliveries,s.hass,s.words);return e.length?d`<div>
    <h3>${s.words.t("people_told")}</h3>
    <ul class="told">
      ${e.map(n=>d`<li class=${n.failed?"failed":""}>
            <span>${n.who}</span>
            <span class="state">${n.state}</span>
            <time class="hint" datetime=${n.at}>${k(s,Date.parse(n.at))}</time>
            ${n.error?d`<small>${n.error}</small>`:c}
          </li>`)}
    </ul>
  </div>`:c}function Ot(s,t){let e=[...t.timeline].reverse();return d`<div>
    <h3>${s.words.t("timeline")}</h3>
    <ol class="timeline" reversed>
      ${e.map(n=>d`<li>
            <time datetime=${n.at}>${k(s,Date.parse(n.at))}</time>
            <span>${Pe(n,t,s.hass,s.desk.feed.me,s.words)}</span>
          </li>`)}
    </ol>
  </div>`}var ft=M`
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
`;var ie=class{constructor(t){this.host=t}act(t,e,n){let{desk:i,announcements:o,words:r}=this.host;if(!(!i?.feed.live||i.pending.has(e.id))){if(n==="pointer"&&!i.shifts.settled(e.id,performance.now())){o.toast(r.t("settling"));return}t==="resolve"?(i.problems.delete(e.id),i.choose(e.id),this.closing=e,this.host.requestUpdate()):t==="note"?this.startNote(e):t==="call_back"?this.startCall(e):this.takeStep(t,e)}}startNote(t){let{host:e}=this;this.noting=t?.id,t&&e.desk?.choose(t.id),e.requestUpdate(),t&&e.updateComplete.then(()=>e.renderRoot.querySelector("#note")?.focus())}async saveNote(t,e){await this.host.desk?.note(t,e)?this.startNote(void 0):this.tellIfGone(t)}startCall(t){let{host:e}=this;this.calling=t?.id,t&&e.desk?.choose(t.id),e.requestUpdate(),t&&e.updateComplete.then(()=>e.renderRoot.querySelector("#call h3")?.focus())}async saveCall(t,e,n){await this.host.desk?.callBack(t,e,n)?this.startCall(void 0):this.tellIfGone(t)}async record(t,e){let{desk:n,announcements:i,words:o}=this.host;if(n){i.toast(o.t("export_working"));try{let r=await st(n.connection,t.id,o.language);e==="print"?Ke(r.html):Ue(`incident-${t.number}.json`,"application/json",r.json),i.toast(o.t("export_hash",{hash:r.sha256.slice(0,16)}))}catch(r){i.toast(I(r,o))}}}toggleMute(){let{desk:t}=this.host;t?.muted&&t.muted.until>Date.now()?t.unmute():t?.muteNow()}async close({resolution:t,note:e}){let{desk:n}=this.host,i=this.closing;if(!i||!n)return;let o=await n.resolve(i,t,e);(o||H(n.problems.get(i.id))==="incident_resolved")&&this.stopClosing(),o||this.tellIfGone(i)}stopClosing(){this.closing=void 0,this.host.requestUpdate()}async takeStep(t,e){let{host:n}=this;await n.desk?.step(t,e),this.tellIfGone(e),await n.updateComplete,n.wide||n.renderRoot.querySelector(".chosen")?.scrollIntoView({block:"start",behavior:"smooth"}),n.renderRoot instanceof ShadowRoot&&!n.renderRoot.activeElement&&n.renderRoot.querySelector(n.wide?".detail h2":".chosen .row")?.focus({preventScroll:!0})}tellIfGone(t){let{desk:e,announcements:n,words:i}=this.host,o=e?.problems.get(t.id);o!==void 0&&!e?.feed.find(t.id)&&(n.toast(I(o,i)),e?.problems.delete(t.id))}};function zt(s,t,e){if(e.responder)return s===w.note?"note":s===w.call_back?g(t)?void 0:"call_back":Q(t,e.feed.me).find(n=>w[n.action]===s)?.action}function qt(s,t){if(s.defaultPrevented||s.repeat||s.ctrlKey||s.altKey||s.metaKey)return!0;let e=s.composedPath(),[n]=e;return n instanceof HTMLInputElement||n instanceof HTMLTextAreaElement?!0:!e.includes(t)&&n!==document.body&&n!==document.documentElement}function mt(s,t,{desk:e,hands:n,shortcuts:i}){if(!e||!i||qt(s,t))return;if(s.key==="ArrowDown"||s.key==="ArrowUp"){if(!e.selected())return;e.move(s.key==="ArrowDown"?1:-1),s.preventDefault();return}if(s.key===S&&e.responder){n.toggleMute();return}let o=e.selected(),r=o&&zt(s.key,o,e);!o||!r||(s.preventDefault(),n.act(r,o,"key"))}function be(s){let{words:t,desk:e}=s,{last:n}=e;return d`
    <div class="quiet">
      ${h("check")}
      <h2>${t.t("quiet")}</h2>
      <p>${t.t("quiet_text")}</p>
      ${n?d`<p class="last">
                ${t.t("last_alarm",{ago:O(A(n.opened_at,s.now),t)})}
              </p>
              <p class="hint">
                ${t.t("last_alarm_detail",{kind:t.kind(n.kind),number:n.number,at:k(s,Date.parse(n.opened_at),!1)})}
                · ${$(s,n)}${n.resolution?d` · ${t.resolution(n.resolution)}`:c}
              </p>`:n===null?d`<p class="last">${t.t("no_alarm_yet")}</p>`:c}
    </div>
  `}function ht(s,t,e){let{words:n,desk:i,wide:o}=s,r=t.state==="open",a=U(t),l=e&&!o,p=P(A(t.opened_at,s.now),n);return d`
    <li
      class=${ze({[t.severity]:!0,"open-item":r,chosen:e})}
      data-incident=${t.id}
      data-number=${t.number}
    >
      <button
        class="row ${r?"open":"taken"}"
        aria-expanded=${o?c:String(l)}
        aria-current=${o&&e?"true":c}
        @click=${()=>i.choose(t.id)}
      >
        ${G(t.severity,r)}
        <span class="what">
          <span class="kind">${B(t,n)??n.kind(t.kind)}</span>
          <span>${n.t("number",{number:t.number})}</span>
          ${ne(s,t)}
          <span class="where">${$(s,t)}</span>
          ${a?d`<span class="said">${a}</span>`:c}
          <span class="who">${te(s,t)}</span>
        </span>
        <span class="timer" role="timer" aria-label=${n.t("open_for",{time:p})}>${p}</span>
      </button>
      ${r&&!l&&!(o&&e)&&i.responder?d`<div class="quick">
              ${ve(s,t,{action:"acknowledge",primary:!0,done:!1})}
            </div>`:c}
      ${l?se(s,t):c}
    </li>
  `}function gt(s,t){return Object.values(s.entities).filter(e=>e.platform===y&&e.translation_key==="test_mode"&&s.states[e.entity_id]?.state==="on").map(e=>{let i=(e.device_id?s.devices[e.device_id]:void 0)?.identifiers.find(([r])=>r===y)?.[1],o=/^building_(.+)$/.exec(i??"")?.[1];return o===void 0?"":z(s,o,t)??""})}var Bt={live:void 0,connecting:void 0,lost:"lost",starting:"starting",stopped:"stopped",refused:"refused"};function ye(s){let{feed:t}=s.desk,e=Bt[t.status];if(e)return!t.asOf&&(e==="stopped"||e==="lost")?s.words.t(e==="lost"?"connecting":"stopped_never"):s.words.t(e,{at:k(s,t.asOf,!1)})}function vt(s){let t=ye(s);if(!t)return c;let e=s.desk.feed.status==="lost"||s.desk.feed.status==="stopped";return d`<div class="banner" data-status=${s.desk.feed.status}>
    ${h("unplugged")}
    <div>${t}${e?d`<small>${s.words.t("lost_text")}</small>`:c}</div>
  </div>`}function bt(s){let{hass:t,words:e}=s,n=gt(t,e);if(!n.length)return c;let i=n.includes("")?"":e.list(n);return d`<div class="banner" role="status" data-test-mode>
    ${h("check")}
    <div>
      ${i?e.t("test_mode_of",{where:i}):e.t("test_mode")}<small>${e.t("test_mode_text")}</small>
    </div>
  </div>`}function yt(s,t,e){let{words:n,desk:i}=s,o=t.filter(p=>!g(p)),r=o.filter(p=>p.state==="open"),a=o.length-r.length,l=t.length-o.length;return d`
    <div class="top">
      <div class="counts">
        ${r.length?d`<button class="waiting ${r[0]?.severity}" title=${n.t("to_first")} @click=${s.toFirst}>
                ${n.t("waiting",{count:r.length})}
              </button>`:c}
        ${a?d`<span class="in-hand">${n.t("in_hand",{count:a})}</span>`:c}
        ${l?d`<button class="faulty" @click=${()=>s.showFaults(!0)}>
                ${n.t("faults",{count:l})}
              </button>`:c}
      </div>
      ${i.responder?Ut(s,t,e):c}
      ${s.wide?d`<span class="clock" aria-hidden="true">${k(s,s.now)}</span>`:c}
    </div>
  `}function Ut(s,t,e){let{words:n,desk:i,now:o}=s,r=dt(t,i.faulty(Date.now()));if(!e.allowed)return d`<div class="sound">
      ${r?c:d`<span class="now">${n.t("sound_off_text")}</span>`}
      <button class="blocked" data-sound="allow" @click=${()=>{e.allow().then(()=>e.try())}}>
        ${h("silent")}${n.t(r?s.wide?"sound_blocked_alarm":"sound_blocked_short":"sound_off")}
      </button>
    </div>`;let a=r&&he(i.muted,Date.now())?Math.ceil((i.muted.until-Date.now())/1e3):0;return d`<div class="sound" data-now=${o}>
    ${a?d`<button
            data-sound="unmute"
            title=${n.t("unmute")}
            aria-keyshortcuts=${S}
            @click=${()=>i.unmute()}
          >
            ${h("silent")}${n.t("muted",{time:P(a,n)})}
            ${s.wide?`· ${n.t("unmute")}`:c}${T(S)}
          </button>`:r?d`<button data-sound="mute" aria-keyshortcuts=${S} @click=${()=>i.muteNow()}>
              ${h("sound")}${n.t(s.wide?"mute":"mute_short")}${T(S)}
            </button>`:d`<span class="now">${h("sound")}${n.t("sound_on")}</span>
              <button data-sound="try" @click=${()=>e.try()}>${n.t("sound_try")}</button>`}
  </div>`}var Kt=820,wt=40,Wt=1e3,jt=s=>{let t=s.selected();return t!==void 0&&g(t)},oe=class extends V{constructor(){super();this.words=new C("zh-Hans");this.offset=0;this.hands=new ie(this);this.most=wt;this.faultsShown=!1;this.sound=new J(()=>this.requestUpdate());this.announcements=new De(()=>this.requestUpdate());this.size=new ResizeObserver(([e])=>{e&&(this.wide=e.contentRect.width>=Kt)});this.onKey=e=>mt(e,this,this.keys);this.onPress=()=>{this.sound.allowed||this.sound.allow()};this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[K,W,lt,We,ft]}setConfig(e){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.timer=setInterval(()=>this.tick(),Wt),window.addEventListener("keydown",this.onKey),window.addEventListener("pointerdown",this.onPress,{capture:!0}),this.sound.open(),this.desk?.feed.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.timer),window.removeEventListener("keydown",this.onKey),window.removeEventListener("pointerdown",this.onPress,{capture:!0}),this.desk?.feed.stop(),this.sound.close()}deskChanged(){this.requestUpdate()}happened(e){let n=this.view();n&&this.announcements.happened(e,n);let{id:i,state:o}=e.incident;i===this.hands.closing?.id&&o==="resolved"&&this.hands.stopClosing()}statusChanged(e,n){e==="live"&&He().then(r=>this.offset=r);let i=this.view();if(!i)return;let o=e==="live"?n==="connecting"?void 0:this.words.t("back"):ye(i);o&&this.announcements.urgent(o),e==="live"&&n!=="connecting"&&this.announcements.toast(this.words.t("back"))}shouldUpdate(e){let n=e.get("hass");return!(e.size===1&&n&&this.hass&&n.language===this.hass.language)}willUpdate(){let{hass:e}=this;if(!e)return;let n=E(e.locale?.language??e.language);n!==this.words.language&&(this.words=new C(n)),this.desk?.connection!==e.connection&&(this.desk?.feed.stop(),this.desk=new ee(e.connection,this),this.isConnected&&this.desk.feed.start())}render(){let e=this.view();if(!e)return c;let{desk:n}=e,i=n.ordered,o=n.selected(i),{closing:r}=this.hands,a=r&&(n.feed.find(r.id)??r),l=n.feed.asOf>0&&n.feed.status!=="refused";return d`
      <ha-card>
        <div
          class="card ${this.wide?"wide":"narrow"} ${n.feed.live?"":"lost"}"
          data-status=${n.feed.status}
        >
          <div class="head">
            ${vt(e)} ${bt(e)} ${l?yt(e,i,this.sound):c}
          </div>
          ${l?i.length?this.renderBody(e,i,o):d`<div class="body">${n.feed.live?be(e):c}</div>`:n.feed.status==="connecting"?d`<div class="quiet"><p>${this.words.t("connecting")}</p></div>`:c}
          ${this.announcements.render()} ${o&&n.responder?this.renderKeys():c}
        </div>
      </ha-card>
      <smart-community-resolve
        .words=${this.words}
        .incident=${a}
        .place=${a?$(e,a):""}
        .busy=${a!==void 0&&n.pending.get(a.id)==="resolve"}
        .blocked=${!n.feed.live}
        .problem=${a?n.problems.get(a.id):void 0}
        @sc-confirm=${p=>{this.hands.close(p.detail)}}
        @sc-back=${()=>this.hands.stopClosing()}
      ></smart-community-resolve>
    `}renderBody(e,n,i){let o=n.filter(b=>!g(b)),r=n.filter(g),a=o.length-this.most,l=o.slice(0,this.most);i&&!g(i)&&!l.includes(i)&&l.push(i);let p=o.length||!this.desk?.feed.live?c:be(e);return d`<div class="body some">
      <div>
        ${this.wide?c:p}
        ${l.length?this.renderList(e,l,i,this.words.t("list")):c}
        ${a>0?d`<button class="more" @click=${()=>this.showMore()}>
                ${this.words.t("more",{count:a})}
              </button>`:c}
        ${r.length?this.renderFaults(e,r,i):c}
      </div>
      ${this.wide?i?se(e,i):p:c}
    </div>`}renderList(e,n,i,o){return d`<ol class="list" aria-label=${o}>
      ${Je(n,r=>r.id,r=>ht(e,r,r===i))}
    </ol>`}renderFaults(e,n,i){let{words:o}=this,r=e.faultsShown||i!==void 0&&g(i);return d`<section class="faults">
      <button class="fold" aria-expanded=${String(r)} @click=${()=>e.showFaults(!r)}>
        <span><b>${o.t("faults",{count:n.length})}</b><small>${o.t("faults_hint")}</small></span>
        <span class="hint">${o.t(r?"faults_hide":"faults_show")}</span>
      </button>
      ${r?this.renderList(e,n.slice(0,this.most),i,o.t("faults",{count:n.length})):c}
    </section>`}renderKeys(){let{words:e}=this;return d`<p class="keys">
      ${e.t("shortcuts")}: <span><kbd>↑</kbd> <kbd>↓</kbd> ${e.t("shortcut_select")}</span>
      <span><kbd>0</kbd> ${e.t("shortcut_mute")}</span>
    </p>`}updated(){let{desk:e}=this;if(!e)return;let n=e.ordered,i=e.selected(n),o=new Map(n.map((r,a)=>[r.id,String(a)]));i&&this.wide&&o.set(i.id,`${o.get(i.id)} shown`),e.shifts.note(o,performance.now()),this.followShown(i),e.lookUp(),this.sound.set(e.tone(Date.now()))}followShown(e){let n=this.shownId;this.shownId=e?.id,!this.wide&&n!==void 0&&e&&e.id!==n&&!this.desk?.isChosen(e)&&this.toTop()}toTop(){this.renderRoot.querySelector("li")?.scrollIntoView({block:"start"})}get keys(){let e=this.hass?.enableShortcuts!==!1&&!this.hands.closing;return{desk:this.desk,hands:this.hands,shortcuts:e}}showMore(){this.most+=wt,this.requestUpdate()}tick(){this.stayAwake(),this.requestUpdate()}stayAwake(){if(!this.hass?.suspendWhenHidden||!this.desk?.feed.me?.roles.includes("duty_room"))return;let e={suspend:!1};this.dispatchEvent(new CustomEvent("hass-suspend-when-hidden",{detail:e,bubbles:!0,composed:!0}))}view(){let{hass:e,desk:n,words:i,wide:o,hands:r}=this;if(!(!e||!n))return{hass:e,desk:n,words:i,wide:o,noting:r.noting,calling:r.calling,faultsShown:this.faultsShown,now:Date.now()+this.offset,act:(a,l,p)=>r.act(a,l,p),toFirst:()=>{n.release(),this.toTop()},startNote:a=>r.startNote(a),saveNote:(a,l)=>{r.saveNote(a,l)},startCall:a=>r.startCall(a),saveCall:(a,l,p)=>{r.saveCall(a,l,p)},record:(a,l)=>{r.record(a,l)},showFaults:a=>{this.faultsShown=a,!a&&jt(n)&&n.release(),this.requestUpdate()}}}};var Gt=500,re=class extends V{constructor(){super();this.openedAt=0;this.confirm=e=>{e.preventDefault();let{resolution:n}=this;if(!n||this.busy||this.blocked)return;let i=new FormData(e.target).get("note"),o={resolution:n,note:typeof i=="string"?i:""};this.dispatchEvent(new CustomEvent("sc-confirm",{detail:o}))};this.back=()=>{this.dispatchEvent(new CustomEvent("sc-back"))};this.place="",this.busy=!1,this.blocked=!1}static{this.properties={words:{attribute:!1},incident:{attribute:!1},place:{},busy:{type:Boolean},blocked:{type:Boolean},problem:{attribute:!1},resolution:{state:!0}}}static{this.styles=[K,W,M`
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
    `]}updated(e){if(!e.has("incident"))return;let n=this.renderRoot.querySelector("dialog"),i=e.get("incident");this.incident&&n&&!n.open&&(this.openedAt=Date.now(),n.showModal(),this.renderRoot.querySelector("h2")?.focus()),this.incident?.id!==i?.id&&(this.resolution=void 0)}render(){let{incident:e,words:n}=this;if(!e)return c;let{resolution:i}=this;return d`
      <dialog aria-labelledby="title" @cancel=${this.back} @close=${this.back}>
        <form @submit=${this.confirm}>
          <h2 id="title" tabindex="-1">
            ${n.t("resolve_title",{number:e.number,kind:n.kind(e.kind)})}
            <small>${this.place}</small>
          </h2>
          ${e.state==="open"?d`<p class="info">${n.t("resolve_open")}</p>`:c}
          <fieldset>
            <legend>${n.t("resolve_question")}</legend>
            ${Te.map(o=>d`<label class="choice">
                  <input
                    type="radio"
                    name="resolution"
                    value=${o}
                    .checked=${i===o}
                    @click=${r=>this.choose(r,o)}
                  />
                  <div>
                    <b>${n.resolution(o)}</b>
                    <span class="hint">${n.t(`resolve_${o}_hint`)}</span>
                  </div>
                </label>`)}
          </fieldset>
          <label>
            <span class="hint">${n.t("resolve_note")}</span>
            <textarea name="note" maxlength="1000"></textarea>
          </label>
          ${this.problem===void 0?c:d`<p class="problem" role="alert">${I(this.problem,n)}</p>`}
          <p class="hint">${n.t("resolve_final")}</p>
          <div class="ends">
            <button type="button" data-close="back" @click=${this.back}>${n.t("resolve_back")}</button>
            <button class="strong" data-close="confirm" ?disabled=${!i||this.busy||this.blocked}>
              ${this.busy?d`<span class="spinner" aria-hidden="true"></span>${n.t("working")}`:i?n.t("resolve_confirm",{resolution:n.resolution(i)}):n.t("resolve_choose")}
            </button>
          </div>
        </form>
      </dialog>
    `}choose(e,n){Date.now()-this.openedAt<Gt?e.preventDefault():this.resolution=n}};var Yt=["alarm","test_mode","open_incidents","unacknowledged_incidents","time_to_acknowledge","on_duty"],Jt=["broker","database"],Qt="silent_devices",$t=s=>new C(E(s.locale?.language??s.language)),Xt=(s,t)=>({type:"heading",heading:s,icon:t});function Zt(s){return Object.values(s.entities).filter(t=>t.platform===y&&!t.hidden).map(t=>{let n=(t.device_id?s.devices[t.device_id]:void 0)?.identifiers.find(([o])=>o===y)?.[1],i=n?.startsWith("building_")?n.slice(9):void 0;return{entity:t,building:i,domain:t.entity_id.split(".")[0]??""}})}function xt({path:s,card:t,title:e},n){return{title:n.t(e),path:s,type:"sections",max_columns:4,sections:[{type:"grid",column_span:4,cards:[{type:`custom:smart-community-${t}`,grid_options:{columns:"full",rows:"auto"}}]}]}}function en({path:s,title:t},e){return{title:e.t(t),path:s,strategy:{type:"custom:smart-community-status"}}}function ae(s){let t=$t(s),e=Zt(s),n=(a,l)=>({type:"tile",entity:a.entity_id,name:l??{type:"entity"}}),i=a=>a.flatMap(l=>e.filter(p=>p.entity.translation_key===l&&p.building===void 0&&p.domain!=="event").map(p=>n(p.entity))),o=e.filter(a=>a.entity.translation_key===Qt&&a.building!==void 0).map(a=>({entity:a.entity,name:z(s,a.building??"",t)??""})).sort((a,l)=>a.name.localeCompare(l.name,t.language,{numeric:!0})).map(a=>n(a.entity,a.name)),r=[{title:t.t("heading_community"),icon:"mdi:home-group",cards:i(Yt)},{title:t.t("heading_buildings"),icon:"mdi:access-point-off",cards:o},{title:t.t("heading_diagnostics"),icon:"mdi:lan-connect",cards:i(Jt)}].filter(a=>a.cards.length>0);return{type:"sections",max_columns:3,sections:r.length?r.map(({title:a,icon:l,cards:p})=>({type:"grid",cards:[Xt(a,l),...p]})):[{type:"grid",cards:[{type:"markdown",content:t.t("no_devices")}]}]}}function we(s,t,e={}){let n=$t(s),i=Array.isArray(e.views)?e.views:void 0,o=fe(t,i).map(r=>r.card?xt(r,n):en(r,n));return{views:o.length?o:fe(void 0,["alarms"]).map(r=>xt(r,n))}}var tn=3e3,de,kt={},le=class extends HTMLElement{static async generate(t,e){kt=t,Y().catch(()=>{});try{de=(await _e(e.connection,"me",{},tn)).roles}catch{de=void 0}return we(e,de,t)}static shouldRegenerate(t,e,n){if(e.locale===n.locale)return!1;let i=o=>JSON.stringify(we(o,de,t??kt));return i(e)!==i(n)}static{this.noEditor=!0}},ce=class extends HTMLElement{static async generate(t,e){return Promise.resolve(ae(e))}static shouldRegenerate(t,e,n){return!(e.devices===n.devices&&e.entities===n.entities&&e.locale===n.locale)&&JSON.stringify(ae(e))!==JSON.stringify(ae(n))}};D("smart-community-resolve",re);D("smart-community-incidents",oe);D("ll-strategy-dashboard-smart-community-duty-room",le);D("ll-strategy-view-smart-community-status",ce);var N=new C(E(document.documentElement.lang||navigator.language)),xe=window;(xe.customCards??=[]).push({type:"smart-community-incidents",name:N.t("card_name"),description:N.t("card_description")});for(let s of Le)!s.card||s.card==="incidents"||xe.customCards.push({type:`smart-community-${s.card}`,name:N.t(s.title)});(xe.customStrategies??=[]).push({type:"smart-community-duty-room",strategyType:"dashboard",name:N.t("title"),description:N.t("strategy_description")});setTimeout(()=>{Y().catch(()=>{})},5e3);
