/* Smart Community, built from frontend/ by `npm run build`. Lit: BSD-3-Clause, Google LLC. */
var oe=globalThis,se=oe.ShadowRoot&&(oe.ShadyCSS===void 0||oe.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,We=Symbol(),dt=new WeakMap,G=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==We)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(se&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=dt.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&dt.set(t,e))}return e}toString(){return this.cssText}},lt=i=>new G(typeof i=="string"?i:i+"",void 0,We),_=(i,...e)=>{let t=i.length===1?i[0]:e.reduce((n,o,s)=>n+(r=>{if(r._$cssResult$===!0)return r.cssText;if(typeof r=="number")return r;throw Error("Value passed to 'css' function must be a 'css' function result: "+r+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(o)+i[s+1],i[0]);return new G(t,i,We)},ct=(i,e)=>{if(se)i.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let n=document.createElement("style"),o=oe.litNonce;o!==void 0&&n.setAttribute("nonce",o),n.textContent=t.cssText,i.appendChild(n)}},Ue=se?i=>i:i=>i instanceof CSSStyleSheet?(e=>{let t="";for(let n of e.cssRules)t+=n.cssText;return lt(t)})(i):i;var{is:_n,defineProperty:yn,getOwnPropertyDescriptor:bn,getOwnPropertyNames:wn,getOwnPropertySymbols:kn,getPrototypeOf:xn}=Object,re=globalThis,ht=re.trustedTypes,Tn=ht?ht.emptyScript:"",$n=re.reactiveElementPolyfillSupport,Y=(i,e)=>i,Fe={toAttribute(i,e){switch(e){case Boolean:i=i?Tn:null;break;case Object:case Array:i=i==null?i:JSON.stringify(i)}return i},fromAttribute(i,e){let t=i;switch(e){case Boolean:t=i!==null;break;case Number:t=i===null?null:Number(i);break;case Object:case Array:try{t=JSON.parse(i)}catch{t=null}}return t}},mt=(i,e)=>!_n(i,e),pt={attribute:!0,type:String,converter:Fe,reflect:!1,useDefault:!1,hasChanged:mt};Symbol.metadata??=Symbol("metadata"),re.litPropertyMetadata??=new WeakMap;var T=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=pt){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),o=this.getPropertyDescriptor(e,n,t);o!==void 0&&yn(this.prototype,e,o)}}static getPropertyDescriptor(e,t,n){let{get:o,set:s}=bn(this.prototype,e)??{get(){return this[t]},set(r){this[t]=r}};return{get:o,set(r){let a=o?.call(this);s?.call(this,r),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??pt}static _$Ei(){if(this.hasOwnProperty(Y("elementProperties")))return;let e=xn(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Y("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Y("properties"))){let t=this.properties,n=[...wn(t),...kn(t)];for(let o of n)this.createProperty(o,t[o])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[n,o]of t)this.elementProperties.set(n,o)}this._$Eh=new Map;for(let[t,n]of this.elementProperties){let o=this._$Eu(t,n);o!==void 0&&this._$Eh.set(o,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let o of n)t.unshift(Ue(o))}else e!==void 0&&t.push(Ue(e));return t}static _$Eu(e,t){let n=t.attribute;return n===!1?void 0:typeof n=="string"?n:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return ct(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),o=this.constructor._$Eu(e,n);if(o!==void 0&&n.reflect===!0){let s=(n.converter?.toAttribute!==void 0?n.converter:Fe).toAttribute(t,n.type);this._$Em=e,s==null?this.removeAttribute(o):this.setAttribute(o,s),this._$Em=null}}_$AK(e,t){let n=this.constructor,o=n._$Eh.get(e);if(o!==void 0&&this._$Em!==o){let s=n.getPropertyOptions(o),r=typeof s.converter=="function"?{fromAttribute:s.converter}:s.converter?.fromAttribute!==void 0?s.converter:Fe;this._$Em=o;let a=r.fromAttribute(t,s.type);this[o]=a??this._$Ej?.get(o)??a,this._$Em=null}}requestUpdate(e,t,n,o=!1,s){if(e!==void 0){let r=this.constructor;if(o===!1&&(s=this[e]),n??=r.getPropertyOptions(e),!((n.hasChanged??mt)(s,t)||n.useDefault&&n.reflect&&s===this._$Ej?.get(e)&&!this.hasAttribute(r._$Eu(e,n))))return;this.C(e,t,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:o,wrapped:s},r){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,r??t??this[e]),s!==!0||r!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),o===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[o,s]of this._$Ep)this[o]=s;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[o,s]of n){let{wrapped:r}=s,a=this[o];r!==!0||this._$AL.has(o)||a===void 0||this.C(o,void 0,s,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(t)):this._$EM()}catch(n){throw e=!1,this._$EM(),n}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};T.elementStyles=[],T.shadowRootOptions={mode:"open"},T[Y("elementProperties")]=new Map,T[Y("finalized")]=new Map,$n?.({ReactiveElement:T}),(re.reactiveElementVersions??=[]).push("2.1.2");var Ve=globalThis,ut=i=>i,ae=Ve.trustedTypes,ft=ae?ae.createPolicy("lit-html",{createHTML:i=>i}):void 0,Be="$lit$",$=`lit$${Math.random().toFixed(9).slice(2)}$`,qe="?"+$,An=`<${qe}>`,M=document,J=()=>M.createComment(""),X=i=>i===null||typeof i!="object"&&typeof i!="function",Qe=Array.isArray,wt=i=>Qe(i)||typeof i?.[Symbol.iterator]=="function",ze=`[ 	
\f\r]`,Z=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,gt=/-->/g,vt=/>/g,I=RegExp(`>|${ze}(?:([^\\s"'>=/]+)(${ze}*=${ze}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),_t=/'/g,yt=/"/g,kt=/^(?:script|style|textarea|title)$/i,Ke=i=>(e,...t)=>({_$litType$:i,strings:e,values:t}),l=Ke(1),R=Ke(2),_i=Ke(3),y=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),bt=new WeakMap,E=M.createTreeWalker(M,129);function xt(i,e){if(!Qe(i)||!i.hasOwnProperty("raw"))throw Error("invalid template strings array");return ft!==void 0?ft.createHTML(e):e}var Tt=(i,e)=>{let t=i.length-1,n=[],o,s=e===2?"<svg>":e===3?"<math>":"",r=Z;for(let a=0;a<t;a++){let d=i[a],h,f,p=-1,m=0;for(;m<d.length&&(r.lastIndex=m,f=r.exec(d),f!==null);)m=r.lastIndex,r===Z?f[1]==="!--"?r=gt:f[1]!==void 0?r=vt:f[2]!==void 0?(kt.test(f[2])&&(o=RegExp("</"+f[2],"g")),r=I):f[3]!==void 0&&(r=I):r===I?f[0]===">"?(r=o??Z,p=-1):f[1]===void 0?p=-2:(p=r.lastIndex-f[2].length,h=f[1],r=f[3]===void 0?I:f[3]==='"'?yt:_t):r===yt||r===_t?r=I:r===gt||r===vt?r=Z:(r=I,o=void 0);let u=r===I&&i[a+1].startsWith("/>")?" ":"";s+=r===Z?d+An:p>=0?(n.push(h),d.slice(0,p)+Be+d.slice(p)+$+u):d+$+(p===-2?a:u)}return[xt(i,s+(i[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),n]},ee=class i{constructor({strings:e,_$litType$:t},n){let o;this.parts=[];let s=0,r=0,a=e.length-1,d=this.parts,[h,f]=Tt(e,t);if(this.el=i.createElement(h,n),E.currentNode=this.el.content,t===2||t===3){let p=this.el.content.firstChild;p.replaceWith(...p.childNodes)}for(;(o=E.nextNode())!==null&&d.length<a;){if(o.nodeType===1){if(o.hasAttributes())for(let p of o.getAttributeNames())if(p.endsWith(Be)){let m=f[r++],u=o.getAttribute(p).split($),g=/([.?@])?(.*)/.exec(m);d.push({type:1,index:s,name:g[2],strings:u,ctor:g[1]==="."?le:g[1]==="?"?ce:g[1]==="@"?he:D}),o.removeAttribute(p)}else p.startsWith($)&&(d.push({type:6,index:s}),o.removeAttribute(p));if(kt.test(o.tagName)){let p=o.textContent.split($),m=p.length-1;if(m>0){o.textContent=ae?ae.emptyScript:"";for(let u=0;u<m;u++)o.append(p[u],J()),E.nextNode(),d.push({type:2,index:++s});o.append(p[m],J())}}}else if(o.nodeType===8)if(o.data===qe)d.push({type:2,index:s});else{let p=-1;for(;(p=o.data.indexOf($,p+1))!==-1;)d.push({type:7,index:s}),p+=$.length-1}s++}}static createElement(e,t){let n=M.createElement("template");return n.innerHTML=e,n}};function H(i,e,t=i,n){if(e===y)return e;let o=n!==void 0?t._$Co?.[n]:t._$Cl,s=X(e)?void 0:e._$litDirective$;return o?.constructor!==s&&(o?._$AO?.(!1),s===void 0?o=void 0:(o=new s(i),o._$AT(i,t,n)),n!==void 0?(t._$Co??=[])[n]=o:t._$Cl=o),o!==void 0&&(e=H(i,o._$AS(i,e.values),o,n)),e}var de=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,o=(e?.creationScope??M).importNode(t,!0);E.currentNode=o;let s=E.nextNode(),r=0,a=0,d=n[0];for(;d!==void 0;){if(r===d.index){let h;d.type===2?h=new W(s,s.nextSibling,this,e):d.type===1?h=new d.ctor(s,d.name,d.strings,this,e):d.type===6&&(h=new pe(s,this,e)),this._$AV.push(h),d=n[++a]}r!==d?.index&&(s=E.nextNode(),r++)}return E.currentNode=M,o}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(e,n,t),t+=n.strings.length-2):n._$AI(e[t])),t++}},W=class i{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,o){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=o,this._$Cv=o?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=H(this,e,t),X(e)?e===c||e==null||e===""?(this._$AH!==c&&this._$AR(),this._$AH=c):e!==this._$AH&&e!==y&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):wt(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==c&&X(this._$AH)?this._$AA.nextSibling.data=e:this.T(M.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,o=typeof n=="number"?this._$AC(e):(n.el===void 0&&(n.el=ee.createElement(xt(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===o)this._$AH.p(t);else{let s=new de(o,this),r=s.u(this.options);s.p(t),this.T(r),this._$AH=s}}_$AC(e){let t=bt.get(e.strings);return t===void 0&&bt.set(e.strings,t=new ee(e)),t}k(e){Qe(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,n,o=0;for(let s of e)o===t.length?t.push(n=new i(this.O(J()),this.O(J()),this,this.options)):n=t[o],n._$AI(s),o++;o<t.length&&(this._$AR(n&&n._$AB.nextSibling,o),t.length=o)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let n=ut(e).nextSibling;ut(e).remove(),e=n}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},D=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,o,s){this.type=1,this._$AH=c,this._$AN=void 0,this.element=e,this.name=t,this._$AM=o,this.options=s,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=c}_$AI(e,t=this,n,o){let s=this.strings,r=!1;if(s===void 0)e=H(this,e,t,0),r=!X(e)||e!==this._$AH&&e!==y,r&&(this._$AH=e);else{let a=e,d,h;for(e=s[0],d=0;d<s.length-1;d++)h=H(this,a[n+d],t,d),h===y&&(h=this._$AH[d]),r||=!X(h)||h!==this._$AH[d],h===c?e=c:e!==c&&(e+=(h??"")+s[d+1]),this._$AH[d]=h}r&&!o&&this.j(e)}j(e){e===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},le=class extends D{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===c?void 0:e}},ce=class extends D{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==c)}},he=class extends D{constructor(e,t,n,o,s){super(e,t,n,o,s),this.type=5}_$AI(e,t=this){if((e=H(this,e,t,0)??c)===y)return;let n=this._$AH,o=e===c&&n!==c||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,s=e!==c&&(n===c||o);o&&this.element.removeEventListener(this.name,this,n),s&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},pe=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){H(this,e)}},$t={M:Be,P:$,A:qe,C:1,L:Tt,R:de,D:wt,V:H,I:W,H:D,N:ce,U:he,B:le,F:pe},Sn=Ve.litHtmlPolyfillSupport;Sn?.(ee,W),(Ve.litHtmlVersions??=[]).push("3.3.3");var At=(i,e,t)=>{let n=t?.renderBefore??e,o=n._$litPart$;if(o===void 0){let s=t?.renderBefore??null;n._$litPart$=o=new W(e.insertBefore(J(),s),s,void 0,t??{})}return o._$AI(i),o};var je=globalThis,b=class extends T{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=At(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return y}};b._$litElement$=!0,b.finalized=!0,je.litElementHydrateSupport?.({LitElement:b});var Cn=je.litElementPolyfillSupport;Cn?.({LitElement:b});(je.litElementVersions??=[]).push("4.2.2");var me={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ue=i=>(...e)=>({_$litDirective$:i,values:e}),U=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}};var{I:In}=$t,St=i=>i;var Ct=()=>document.createComment(""),F=(i,e,t)=>{let n=i._$AA.parentNode,o=e===void 0?i._$AB:e._$AA;if(t===void 0){let s=n.insertBefore(Ct(),o),r=n.insertBefore(Ct(),o);t=new In(s,r,i,i.options)}else{let s=t._$AB.nextSibling,r=t._$AM,a=r!==i;if(a){let d;t._$AQ?.(i),t._$AM=i,t._$AP!==void 0&&(d=i._$AU)!==r._$AU&&t._$AP(d)}if(s!==o||a){let d=t._$AA;for(;d!==s;){let h=St(d).nextSibling;St(n).insertBefore(d,o),d=h}}}return t},S=(i,e,t=i)=>(i._$AI(e,t),i),En={},It=(i,e=En)=>i._$AH=e,Et=i=>i._$AH,fe=i=>{i._$AR(),i._$AA.remove()};var Mt=(i,e,t)=>{let n=new Map;for(let o=e;o<=t;o++)n.set(i[o],o);return n},Ht=ue(class extends U{constructor(i){if(super(i),i.type!==me.CHILD)throw Error("repeat() can only be used in text expressions")}dt(i,e,t){let n;t===void 0?t=e:e!==void 0&&(n=e);let o=[],s=[],r=0;for(let a of i)o[r]=n?n(a,r):r,s[r]=t(a,r),r++;return{values:s,keys:o}}render(i,e,t){return this.dt(i,e,t).values}update(i,[e,t,n]){let o=Et(i),{values:s,keys:r}=this.dt(e,t,n);if(!Array.isArray(o))return this.ut=r,s;let a=this.ut??=[],d=[],h,f,p=0,m=o.length-1,u=0,g=s.length-1;for(;p<=m&&u<=g;)if(o[p]===null)p++;else if(o[m]===null)m--;else if(a[p]===r[u])d[u]=S(o[p],s[u]),p++,u++;else if(a[m]===r[g])d[g]=S(o[m],s[g]),m--,g--;else if(a[p]===r[g])d[g]=S(o[p],s[g]),F(i,d[g+1],o[p]),p++,g--;else if(a[m]===r[u])d[u]=S(o[m],s[u]),F(i,o[p],o[m]),m--,u++;else if(h===void 0&&(h=Mt(r,u,g),f=Mt(a,p,m)),h.has(a[p]))if(h.has(a[m])){let x=f.get(r[u]),Oe=x!==void 0?o[x]:null;if(Oe===null){let at=F(i,o[p]);S(at,s[u]),d[u]=at}else d[u]=S(Oe,s[u]),F(i,o[p],Oe),o[x]=null;u++}else fe(o[m]),m--;else fe(o[p]),p++;for(;u<=g;){let x=F(i,d[g+1]);S(x,s[u]),d[u++]=x}for(;p<=m;){let x=o[p++];x!==null&&fe(x)}return this.ut=r,It(i,d),y}});var Mn={critical:{beeps:[[0,.16,880],[.18,.16,1175],[.4,.16,880],[.58,.16,1175],[.8,.16,880],[.98,.16,1175]],length:1.8,volume:.7},high:{beeps:[[0,.22,784],[.3,.22,988]],length:2.5,volume:.55},normal:{beeps:[[0,.25,659],[.28,.4,523]],length:10,volume:.4},fault:{beeps:[[0,.5,392]],length:15,volume:.35}},Dt=.012;function Hn(i,e){let{beeps:t,length:n,volume:o}=Mn[i],s=new Float32Array(Math.round(n*e));for(let[r,a,d]of t){let h=Math.round(a*e),f=Math.round(r*e);for(let p=0;p<h;p+=1){let m=p/e,u=Math.min(1,m/Dt,(a-m)/Dt),g=Math.sin(2*Math.PI*d*m)+.35*Math.sin(4*Math.PI*d*m);s[f+p]=o*u*g/1.35}}return s}var ge=class{constructor(e){this.changed=e}get allowed(){return this.context?.state==="running"}open(){this.context||typeof AudioContext>"u"||(this.context=new AudioContext,this.context.addEventListener("statechange",()=>{this.apply(),this.changed()}))}async allow(){this.open(),await this.context?.resume().catch(()=>{})}set(e){this.wanted=e,this.apply()}try(){this.context&&!this.playing&&this.source("high",!1).start()}close(){this.set(void 0),this.context?.close().catch(()=>{}),this.context=void 0}apply(){if(this.playing&&this.playing.tone!==this.wanted&&(this.playing.source.stop(),this.playing=void 0),this.wanted&&!this.playing&&this.allowed){let e=this.source(this.wanted,!0);e.start(),this.playing={tone:this.wanted,source:e}}}source(e,t){let n=this.context,o=Hn(e,n.sampleRate),s=n.createBuffer(1,o.length,n.sampleRate);s.copyToChannel(o,0);let r=n.createBufferSource();return r.buffer=s,r.loop=t,r.connect(n.destination),r}};function Dn(i,e,t){let n=i?Date.parse(i):NaN;if(Number.isNaN(n))return 0;let o=n+500-(e+t)/2;return Math.abs(o)<1500?0:o}async function Rt(i=fetch){let e=Date.now();try{let t=await i("/manifest.json",{cache:"no-store"});return Dn(t.headers.get("date"),e,Date.now())}catch{return 0}}var Ge=["critical","high","normal"],Nt=["real","false_alarm","test","duplicate"];var Lt=["technician","duty_room","grid_worker","community_office"];function Ye(i){return i!==void 0&&i.roles.some(e=>Lt.includes(e))}function Rn(i){return i.roles.includes("duty_room")||!i.roles.some(e=>e!=="technician")}function ve(i,e){if(e===void 0||!Ye(e)||i.state==="resolved")return[];let t=i.acknowledged_by===e.user_id,n=h=>i.timeline.some(f=>f.what===h&&f.by===e.user_id),o=n("on_site"),s=o||n("en_route"),r;i.state==="open"?r="acknowledge":!Rn(e)&&t&&(r=o?"resolve":s?"on_site":"en_route");let a=[],d=(h,f=!1)=>{a.push({action:h,primary:h===r,done:f})};return i.state==="open"?d("acknowledge"):t||d("take_over"),d("en_route",s),d("on_site",o),d("resolve"),a}var Ze=class extends Error{constructor(){super(...arguments);this.code="no_answer"}};function z(i){let e=i?.error??i;return i===3||e?.code===3?"connection_lost":typeof e?.code=="string"?e.code:"unknown"}function V(i,e){return e.found(`error_${z(i)}`,"error_unknown")}async function te(i,e){let t,n=new Promise((o,s)=>{t=setTimeout(()=>s(new Ze),e)});try{return await Promise.race([i,n])}finally{clearTimeout(t)}}var w="smart_community";var Nn=1e4;function ne(i,e,t){let n=i.sendMessagePromise({type:`${w}/incidents/${e}`,...t});return te(n,Nn)}function Pt(i,e,t){return ne(i,e,{incident_id:t})}function Ot(i,e,t,n){let o=n.trim();return ne(i,"resolve",{incident_id:e,resolution:t,...o?{note:o}:{}})}function Wt(i,e,t){return ne(i,"note",{incident_id:e,text:t.trim()})}function Ut(i,e){return ne(i,"get",{incident_id:e})}async function Ft(i){return(await ne(i,"list",{limit:1})).incidents[0]}var Ln={heartbeat:5e3,answer:4e3,retry:2e3,grace:2e4},Pn=2,_e=class{constructor(e,t,n=window,o=Ln){this.connection=e;this.listener=t;this.page=n;this.pace=o;this.status="connecting";this.asOf=0;this.incidents=new Map;this.everLive=!1;this.running=!1;this.generation=0;this.misses=0;this.refusedSince=0;this.onReady=()=>{this.subscribe()};this.onLost=()=>{this.drop(),this.setStatus("lost")};this.onOnline=()=>{this.beat()}}get active(){return this.incidents.values()}get live(){return this.status==="live"}find(e){return this.incidents.get(e)}start(){this.running||(this.running=!0,this.connection.addEventListener("ready",this.onReady),this.connection.addEventListener("disconnected",this.onLost),this.page.addEventListener("offline",this.onLost),this.page.addEventListener("online",this.onOnline),this.heartbeatTimer=setInterval(()=>{this.beat()},this.pace.heartbeat),this.connection.connected?this.subscribe():this.onLost())}stop(){this.running&&(this.running=!1,this.connection.removeEventListener("ready",this.onReady),this.connection.removeEventListener("disconnected",this.onLost),this.page.removeEventListener("offline",this.onLost),this.page.removeEventListener("online",this.onOnline),clearInterval(this.heartbeatTimer),this.drop(),this.status="connecting")}take(e){let t=this.incidents.get(e.id);!t||e.timeline.length<t.timeline.length||(e.state==="resolved"?this.incidents.delete(e.id):this.incidents.set(e.id,e),this.listener.feedChanged())}drop(){this.generation+=1,clearTimeout(this.retryTimer);let e=this.unsubscribe;this.unsubscribe=void 0,e&&this.connection.connected&&e().catch(()=>{})}async subscribe(){this.drop();let e=this.generation,t=()=>this.running&&e===this.generation;try{let n=await this.ask("me");if(!t())return;this.me=n;let o=this.connection.subscribeMessage(s=>{t()&&this.receive(s)},{type:`${w}/incidents/subscribe`},{resubscribe:!1});o.then(s=>t()?this.unsubscribe=s:void s().catch(()=>{}),()=>{}),await te(o,this.pace.answer)}catch(n){t()&&this.failed(n)}}receive(e){if(this.asOf=Date.now(),this.misses=0,e.type==="snapshot"){let s=this.incidents,r=this.everLive;this.incidents=new Map(e.incidents.map(a=>[a.id,a])),this.everLive=!0,this.refusedSince=0,this.setStatus("live");for(let a of e.incidents)a.state==="open"&&!s.has(a.id)&&r&&this.listener.incidentChanged("opened",a,void 0);return}let{incident:t,change:n}=e,o=this.incidents.get(t.id);t.state==="resolved"?this.incidents.delete(t.id):this.incidents.set(t.id,t),this.listener.incidentChanged(n,t,o),this.listener.feedChanged()}async beat(){if(!this.running||!this.connection.connected||this.status!=="live"&&this.status!=="lost")return;let e=this.generation;try{let t=await this.ask("me");if(e!==this.generation)return;this.me=t,this.asOf=Date.now(),this.misses=0,this.status==="lost"&&this.subscribe()}catch(t){if(!this.running||e!==this.generation)return;if(z(t)!=="no_answer")return this.failed(t);this.setStatus("lost"),this.missed()}}missed(){this.misses+=1,!(this.misses<Pn)&&(this.misses=0,this.connection.reconnect(!0))}failed(e){this.drop();let t=z(e);t==="unauthorized"?this.refused():t==="not_loaded"?this.setStatus("stopped"):t==="unknown_command"?this.setStatus("starting"):this.setStatus("lost"),this.retryTimer=setTimeout(()=>{this.connection.connected&&this.subscribe()},this.pace.retry),t==="no_answer"&&this.missed()}refused(){if(this.refusedSince||=Date.now(),Date.now()-this.refusedSince<this.pace.grace){this.setStatus(this.everLive?"starting":"connecting");return}this.incidents=new Map,this.me=void 0,this.setStatus("refused")}ask(e){return te(this.connection.sendMessagePromise({type:`${w}/${e}`}),this.pace.answer)}setStatus(e){this.status=e,this.listener.feedChanged()}};var ye=class{constructor(e,t){this.connection=e;this.changed=t;this.views=new Map}view(e){return e.place.home?this.views.get(e.id)??{state:"loading"}:{state:"none"}}home(e){let t=this.view(e);return t.state==="known"?t.home:void 0}async ask(e,t){let{id:n}=e;if(!e.place.home||this.views.has(n))return;if(!t){this.views.set(n,{state:"hidden"});return}this.views.set(n,{state:"loading"});let o;try{let{home:s}=await Ut(this.connection,n);o=s?{state:"known",home:s}:{state:"missing"}}catch{o={state:"failed"}}this.views.has(n)&&this.views.set(n,o),this.changed()}keep(e){for(let t of this.views.keys())e.has(t)||this.views.delete(t)}forget(e){this.views.delete(e)}retryFailed(){for(let[e,t]of this.views)(t.state==="failed"||t.state==="hidden")&&this.views.delete(e)}};var Je=i=>i.filter(e=>e.state==="open");function zt(i,e,t){let n=Je(i).map(o=>o.id);return{until:t+12e4,incidents:new Set(n),fault:e}}function Xe(i,e){return i!==void 0&&e<i.until}function Vt(i,e,t,n){let o=Xe(t,n)?t:void 0,s=new Set(Je(i).filter(r=>!o?.incidents.has(r.id)).map(r=>r.severity));for(let r of["critical","high","normal"])if(s.has(r))return r;return e&&!o?.fault?"fault":void 0}function Bt(i,e){return e||Je(i).length>0}function On(i,e){return+(i.state!=="open")-+(e.state!=="open")||Ge.indexOf(i.severity)-Ge.indexOf(e.severity)||Date.parse(i.opened_at)-Date.parse(e.opened_at)||i.number-e.number}function qt(i){return[...i].filter(e=>e.state!=="resolved").sort(On)}function Qt(i,e){return i.find(t=>t.id===e)??i[0]}var Wn=500,be=class{constructor(){this.places=new Map;this.at=new Map}note(e,t){for(let[n,o]of e)this.places.get(n)!==o&&this.at.set(n,t);for(let n of this.at.keys())e.has(n)||this.at.delete(n);this.places=e}settled(e,t){return t-(this.at.get(e)??-1/0)>=Wn}};var Un=1e4,we=class{constructor(e,t,n=o=>new _e(e,o)){this.connection=e;this.listener=t;this.shifts=new be;this.pending=new Map;this.problems=new Map;this.beaten=new Set;this.status="connecting";this.statusSince=Date.now();this.homes=new ye(e,()=>t.deskChanged()),this.feed=n(this)}get ordered(){return qt(this.feed.active)}get responder(){return Ye(this.feed.me)}selected(e=this.ordered){return Qt(e,this.chosen)}isChosen(e){return e.id===this.chosen}choose(e){this.chosen=e,this.listener.deskChanged()}release(){this.chosen=void 0,this.listener.deskChanged()}move(e){let t=this.ordered,n=this.selected(t),o=n?t.indexOf(n):-1,s=t[Math.min(t.length-1,Math.max(0,o+e))];s&&this.choose(s.id)}lookUp(){let e=this.selected();e&&this.feed.live&&this.homes.ask(e,this.responder)}async step(e,t){await this.run(e,t,async()=>{let n=await Pt(this.connection,e,t.id);return e==="acknowledge"&&n.owner===!1?this.beaten.add(t.id):this.beaten.delete(t.id),n.incident})}resolve(e,t,n){return this.run("resolve",e,async()=>(await Ot(this.connection,e.id,t,n)).incident)}note(e,t){return this.run("note",e,async()=>(await Wt(this.connection,e.id,t)).incident)}muteNow(){this.muted=zt(this.ordered,this.faulty(Date.now()),Date.now()),this.listener.deskChanged()}unmute(){this.muted=void 0,this.listener.deskChanged()}tone(e){return this.responder?Vt(this.ordered,this.faulty(e),this.muted,e):void 0}faulty(e){return(this.feed.me?.roles.includes("duty_room")??!1)&&!this.feed.live&&this.feed.asOf>0&&e-this.statusSince>=Un}feedChanged(){let e=this.status;this.status=this.feed.status,this.homes.keep(new Set([...this.feed.active].map(t=>t.id))),e!==this.status&&((e==="live"||this.status==="live")&&(this.statusSince=Date.now()),this.status==="live"&&(this.homes.retryFailed(),this.learnLast()),this.listener.statusChanged(this.status,e)),this.listener.deskChanged()}incidentChanged(e,t,n){t.state==="resolved"?(this.problems.delete(t.id),this.beaten.delete(t.id),(!this.last||t.number>=this.last.number)&&(this.last=t)):t.acknowledged_by!==n?.acknowledged_by&&this.problems.delete(t.id),this.listener.happened({change:e,incident:t})}async run(e,t,n){let{id:o}=t;if(this.pending.has(o)||!this.feed.live)return!1;this.pending.set(o,e),this.problems.delete(o),this.choose(o);try{return this.feed.take(await n()),!0}catch(s){return this.problems.set(o,s),!1}finally{this.pending.delete(o),this.listener.deskChanged()}}async learnLast(){try{this.last=await Ft(this.connection)??null}catch{return}this.listener.deskChanged()}};var Kt={kind:{options:{help:"Help alarm",fall:"Fall",smoke:"Smoke",gas:"Gas",welfare:"Welfare concern",ebike:"E-bike in an elevator",entrapment:"Trapped in an elevator",falling_object:"Falling object",intrusion:"Intrusion",crowding:"Crowding",watchlist:"Watchlist hit",gate_forced:"Gate forced",device_fault:"Device fault",other:"Other"}},severity:{options:{critical:"Critical",high:"High",normal:"Normal"}},resolution:{options:{real:"Real",false_alarm:"False alarm",test:"Test",duplicate:"Duplicate"}},role:{options:{technician:"Technician",duty_room:"Duty room",grid_worker:"Grid worker",community_office:"Community office",auditor:"Auditor",portal:"Resident portal"}},audience:{options:{grid_worker:"Grid worker",duty_room:"Duty room",community_office:"Community office",emergency_contact:"Emergency contact",everyone_on_duty:"Everyone on duty"}},push:{options:{acknowledge:"Acknowledge",en_route:"On my way",no_place:"Place not known",line:"{title}, {message}",storm:"{count} open alarms",storm_message:"Tap to see them all."}},delivery_error:{options:{no_channel:"No channel: the technician must set one up",recipient_gone:"No longer on the list",not_registered:"The channel does not exist, or its integration is not running",no_phone:"No companion app is logged in to this account",phone_not_connected:"The phone has no connection",channel_failed:"The channel reported an error: see Home Assistant's log",channel_timeout:"The channel did not answer within 10 seconds",channel_busy:"The script was already running: set its mode to queued or parallel",channel_unavailable:"The channel is not available",channel_unknown:"This is no channel: the technician must correct it",no_number:"No phone number in the register"}}};var jt={kind:{options:{help:"求助",fall:"跌倒",smoke:"烟感报警",gas:"燃气泄漏",welfare:"生活异常",ebike:"电动车进电梯",entrapment:"电梯困人",falling_object:"高空抛物",intrusion:"区域入侵",crowding:"人员聚集",watchlist:"布控预警",gate_forced:"强行通过门禁或道闸",device_fault:"设备故障",other:"其他"}},severity:{options:{critical:"紧急",high:"重要",normal:"一般"}},resolution:{options:{real:"情况属实",false_alarm:"误报",test:"测试",duplicate:"重复报警"}},role:{options:{technician:"技术员",duty_room:"值班室",grid_worker:"网格员",community_office:"社区居委会",auditor:"审计员",portal:"居民端"}},audience:{options:{grid_worker:"网格员",duty_room:"值班室",community_office:"社区居委会",emergency_contact:"紧急联系人",everyone_on_duty:"全体值班人员"}},push:{options:{acknowledge:"接警",en_route:"我正赶去",no_place:"位置不详",line:"{title}，{message}",storm:"{count} 条报警待接警",storm_message:"点按查看全部。"}},delivery_error:{options:{no_channel:"没有通知渠道，请技术员设置",recipient_gone:"此人已不在名单中",not_registered:"通知渠道不存在，或其集成没有运行",no_phone:"此账号没有登录 App 的手机",phone_not_connected:"手机没有连接",channel_failed:"通知渠道报错，详见 Home Assistant 日志",channel_timeout:"通知渠道 10 秒内没有响应",channel_busy:"脚本正在运行，请将其模式设为排队或并行",channel_unavailable:"通知渠道不可用",channel_unknown:"渠道名称有误，请技术员更正",no_number:"登记册中没有电话号码"}}};var Gt={title:"Duty room",strategy_description:"Open alarms first, then the state of the devices. Made for duty staff and grid workers.",card_name:"Alarms of the community",card_description:"Open alarms, most urgent first: who, where, how to get in, and one tap to acknowledge.",view_alarms:"Alarms",view_devices:"Devices",heading_community:"Community",heading_buildings:"Devices that have gone silent, by building",heading_diagnostics:"Connections",no_devices:"Nothing to show yet: there is no community on this system.",waiting:"{count} waiting",to_first:"Show the most urgent",in_hand:"{count} in hand",list:"Alarms, most urgent first",more:"Show {count} more",skip_to_details:"Details",quiet:"All quiet",quiet_text:"No open alarms. New ones appear here at once.",last_alarm:"Last alarm {ago} ago",last_alarm_detail:"{kind} #{number}, {at}",no_alarm_yet:"There has been no alarm so far.",number:"#{number}",building:"Building {name}",unit:"Unit {name}",help_button:"Help button {number}",place_unknown:"Place not known",home:"Home {number}",floor:"Floor {floor}",open_for:"Open for {time}",state_open:"Not acknowledged",state_mine:"You have it",state_theirs:"{name} has it",level:"Level {level}",level_text:"Nobody has acknowledged: raised to level {level}",unsaved:"Not on record yet",unsaved_text:"The disk does not take it at the moment. Act as usual; it would be lost if the system restarted, so write it down.",kind_unknown:"Alarm",role_unknown:"Others",severity_label:"Urgency: {severity}",household:"Household",how_to_get_in:"How to get in",good_to_know:"Good to know",contacts:"Emergency contacts",call:"Call {name}, {relation}, {phone}",nothing_recorded:"Nothing recorded",no_contacts:"No contact recorded",loading_home:"Looking up who lives there …",home_failed:"Who lives there could not be looked up.",try_again:"Try again",home_hidden:"Your role does not show who lives there.",home_missing:"Who lives there is not on record, or cannot be read at the moment.",no_home:"This alarm belongs to no home.",no_home_button:"It came from {device}. The number is on the button.",people_told:"Who has been told",timeline:"What happened so far",details_of:"Details of #{number}",action_acknowledge:"Acknowledge",action_take_over:"Take over",action_en_route:"On my way",action_on_site:"On site",action_resolve:"Close …",action_note:"Add a note",working:"One moment …",done_before:"done",view_only:"Your role may look, not act.",settling:"The list has just moved: press again.",first_was:"{name} was first and has it. Take over if that is agreed between you.",note_label:"Note",note_hint:"What you saw or agreed. Everyone on duty reads it.",note_save:"Save note",cancel:"Cancel",resolve_title:"Close #{number} {kind}",resolve_question:"What was it?",resolve_real_hint:"Somebody needed help, and got it",resolve_false_alarm_hint:"Nobody needed help: pressed by mistake, or a faulty device",resolve_test_hint:"An announced test",resolve_duplicate_hint:"The same event is open under another number",resolve_note:"Note (what you found, what was done)",resolve_final:"Closing cannot be undone.",resolve_open:"Nobody has acknowledged this alarm yet. Closing it also acknowledges it, in your name.",resolve_choose:"Choose what it was",resolve_confirm:"Close it: {resolution}",resolve_back:"Back, leave it open",resolved_toast:"{name} closed #{number} {kind}: {resolution}",sound_on:"Sound is on",sound_off:"Turn sound on",sound_off_text:"This browser keeps quiet until you press once.",sound_blocked_alarm:"THE ALARM IS SILENT: turn sound on",sound_try:"Try it",mute:"Mute 2 min",mute_short:"Mute",muted:"Muted for {time}",unmute:"Sound again",sound_blocked_short:"SILENT: turn on",lost:"Connection lost. This is what was known at {at}. Reconnecting by itself…",lost_text:"New alarms do not appear here now. Use telephone and patrol until it is back.",starting:"The system is starting. Alarms are not shown yet.",stopped:"The community's system is not running. This is what was known at {at}. Call the technician.",stopped_never:"The community's system is not running. Call the technician.",refused:"Your account has no role in this community, so alarms are not shown. Ask the technician for one.",connecting:"Connecting …",back:"Connected again; everything is up to date.",say_opened:"New alarm: {severity}, {kind}, {place}",say_again:"Pressed again: {kind}, {place}",say_escalated:"Nobody has acknowledged: {kind}, {place}, level {level}",say_acknowledged:"{name}: {kind} number {number} acknowledged",say_selected:"{kind} number {number}, {place}",shortcuts:"Keys",shortcut_select:"previous, next alarm",shortcut_mute:"mute",actor_system:"The system",actor_automation:"An automatic rule",actor_you:"You",actor_colleague:"A colleague",event_opened_pressed:"{who} was pressed",event_opened_long_pressed:"{who} was held down",event_opened_fall:"{who} noticed a fall",event_opened:"{who} raised the alarm",event_opened_text:"{who} raised the alarm: {text}",event_again:"{who} again",event_again_button:"{who} was pressed again",event_cancelled:"{who}: cancelled at the button. Check all the same",event_acknowledged:"{who} acknowledged",event_taken_over:"{who} took over",event_en_route:"{who} set out",event_on_site:"{who} is on site",event_note:"{who}: {text}",event_escalated:"Nobody acknowledged: raised to level {text}",event_asked_again:"No news: the owner was asked again",event_resolved:"{who} closed it: {resolution}",event_resolved_text:"{who} closed it: {resolution}. {text}",event_saved:"Now on record",event_deliveries:"Who was told has changed",event_unknown:"{who} changed it",delivery_queued:"being sent",delivery_handed_over:"sent, not confirmed",delivery_received:"reached the phone",delivery_seen:"seen",delivery_failed:"NOT reached",role_emergency_contact:"Emergency contact",days:"{count} d",hours:"{count} h",minutes:"{count} min",seconds:"{count} s",error_unauthorized:"Your account may not do this. Ask the technician for the right role.",error_not_loaded:"The community's system is not running, so nothing was changed. Call the technician, act by phone.",error_unknown_command:"The community's system is starting. Wait a moment and press again.",error_store_failed:"It could not be recorded, so nothing was changed. Act by phone, then press again.",error_incident_unknown:"This alarm is not in the records. Choose it again from the list.",error_incident_resolved:"Somebody has closed this alarm already. Nothing more is needed.",error_incident_error:"This is not possible at the moment. Look at the alarm again, then press again.",error_invalid_format:"The text was not accepted. Shorten it and press again.",error_text_too_long:"The text is too long. Shorten it to 1000 characters and press again.",error_no_answer:"No answer came. Press again: twice does no harm.",error_connection_lost:"The connection was lost, and it is not known whether this arrived. Wait until it is back, look, press again.",error_unknown:"It did not work. Press again; if it fails again, act by phone and call the technician."};var Yt={title:"值班室",strategy_description:"先看未办结的报警，再看设备状态。供值班室和网格员使用。",card_name:"小区报警",card_description:"未办结的报警，最紧急的排在最前：谁、在哪里、怎么进门，一键接警。",view_alarms:"报警",view_devices:"状态",heading_community:"小区",heading_buildings:"各楼栋失联设备",heading_diagnostics:"系统连接",no_devices:"暂无内容：系统中还没有小区。",waiting:"待接警 {count}",to_first:"显示最紧急的一条",in_hand:"处置中 {count}",list:"报警列表，最紧急的在前",more:"再显示 {count} 条",skip_to_details:"详情",quiet:"一切平安",quiet_text:"没有未办结的报警。有新报警会立即显示在这里。",last_alarm:"上一次报警：{ago}前",last_alarm_detail:"{kind} {number} 号，{at}",no_alarm_yet:"至今没有报警。",number:"{number} 号",building:"{name}号楼",unit:"{name}单元",help_button:"{number} 号求助按钮",place_unknown:"位置不详",home:"{number} 室",floor:"{floor} 楼",open_for:"已过 {time}",state_open:"无人接警",state_mine:"由您处置",state_theirs:"{name}处置中",level:"{level} 级",level_text:"无人接警，已升至第 {level} 级",unsaved:"未存档",unsaved_text:"磁盘暂时无法写入。请照常处置；系统若重启，这条报警会丢失，请先用纸笔记下。",kind_unknown:"报警",role_unknown:"其他人",severity_label:"等级：{severity}",household:"户主",how_to_get_in:"怎么进门",good_to_know:"注意事项",contacts:"紧急联系人",call:"拨打{name}（{relation}），{phone}",nothing_recorded:"没有登记",no_contacts:"没有登记联系人",loading_home:"正在查询住户信息……",home_failed:"住户信息没有查到。",try_again:"重试",home_hidden:"您的角色不能查看住户信息。",home_missing:"住户台账中没有登记，或暂时读不到。",no_home:"这条报警没有对应的房屋。",no_home_button:"来自{device}，编号印在按钮上。",people_told:"已通知谁",timeline:"处置经过",details_of:"{number} 号报警详情",action_acknowledge:"接警",action_take_over:"接手",action_en_route:"出发",action_on_site:"到场",action_resolve:"办结…",action_note:"添加备注",working:"请稍候……",done_before:"已登记",view_only:"您的角色只能查看，不能操作。",settling:"列表刚刚变动，请再按一次。",first_was:"{name}已先接警，由其处置。双方商定后，您可以接手。",note_label:"备注",note_hint:"现场情况或约定事项，所有值班人员都能看到。",note_save:"保存备注",cancel:"取消",resolve_title:"办结 {number} 号{kind}",resolve_question:"核实结果是什么？",resolve_real_hint:"确实有人需要帮助，已经处置",resolve_false_alarm_hint:"没有人需要帮助：误按，或设备故障",resolve_test_hint:"事先说好的测试",resolve_duplicate_hint:"同一件事已有另一个编号",resolve_note:"备注（看到什么、做了什么）",resolve_final:"办结后不能撤销。",resolve_open:"这条报警还没有人接警。办结即以您的名义接警。",resolve_choose:"请先选择核实结果",resolve_confirm:"办结：{resolution}",resolve_back:"返回，不办结",resolved_toast:"{name}已办结 {number} 号{kind}：{resolution}",sound_on:"声音已打开",sound_off:"打开声音",sound_off_text:"浏览器要先按一次才会响铃。",sound_blocked_alarm:"报警没有声音：按此打开",sound_try:"试听",mute:"静音 2 分钟",mute_short:"静音",muted:"静音中 {time}",unmute:"恢复声音",sound_blocked_short:"没有声音：打开",lost:"连接已断开，显示的是 {at} 的情况。正在自动重连……",lost_text:"新报警暂时不会显示。恢复之前，请用电话和巡查值守。",starting:"系统正在启动，报警暂未显示。",stopped:"智慧社区没有运行，显示的是 {at} 的情况。请联系技术员。",stopped_never:"智慧社区没有运行，请联系技术员。",refused:"您的账号在本小区没有角色，因此不显示报警。请联系技术员分配角色。",connecting:"正在连接……",back:"连接已恢复，内容已更新。",say_opened:"新报警：{severity}，{kind}，{place}",say_again:"再次报警：{kind}，{place}",say_escalated:"无人接警：{kind}，{place}，第 {level} 级",say_acknowledged:"{name}：{number} 号{kind}已接警",say_selected:"{number} 号{kind}，{place}",shortcuts:"快捷键",shortcut_select:"上一条、下一条",shortcut_mute:"静音",actor_system:"系统",actor_automation:"自动规则",actor_you:"您",actor_colleague:"同事",event_opened_pressed:"{who}被按下",event_opened_long_pressed:"{who}被长按",event_opened_fall:"{who}感应到跌倒",event_opened:"{who}发起报警",event_opened_text:"{who}发起报警：{text}",event_again:"{who}再次报警",event_again_button:"{who}再次被按下",event_cancelled:"{who}：在按钮上取消了。仍请核实",event_acknowledged:"{who}接警",event_taken_over:"{who}接手",event_en_route:"{who}出发",event_on_site:"{who}到场",event_note:"{who}：{text}",event_escalated:"无人接警，升至第 {text} 级",event_asked_again:"没有进展消息，已再次询问处置人",event_resolved:"{who}办结：{resolution}",event_resolved_text:"{who}办结：{resolution}。{text}",event_saved:"已存档",event_deliveries:"通知情况有更新",event_unknown:"{who}作了更新",delivery_queued:"正在发送",delivery_handed_over:"已发出，未确认收到",delivery_received:"已到手机",delivery_seen:"已看到",delivery_failed:"没有通知到",role_emergency_contact:"紧急联系人",days:"{count} 天",hours:"{count} 小时",minutes:"{count} 分钟",seconds:"{count} 秒",error_unauthorized:"您的账号没有此操作的权限。请联系技术员分配角色。",error_not_loaded:"智慧社区没有运行，本次操作没有生效。请联系技术员，并用电话处置。",error_unknown_command:"智慧社区正在启动。请稍候再按一次。",error_store_failed:"无法存档，本次操作没有生效。请先用电话处置，稍后再按一次。",error_incident_unknown:"记录中没有这条报警。请从列表中重新选择。",error_incident_resolved:"这条报警已由他人办结，不必再处理。",error_incident_error:"目前不能这样操作。请看清报警的状态后再按一次。",error_invalid_format:"文字没有被接受。请缩短后再按一次。",error_text_too_long:"文字过长。请缩短到 1000 字以内，再按一次。",error_no_answer:"没有收到答复。请再按一次，重复按没有影响。",error_connection_lost:"连接断开，不能确定操作是否送达。请等连接恢复，看清状态后再按一次。",error_unknown:"操作没有成功。请再按一次；如仍不成功，请用电话处置，并联系技术员。"};var Zt={en:Gt,"zh-Hans":Yt},ke={en:Kt,"zh-Hans":jt};function B(i){return i?.toLowerCase().startsWith("zh")?"zh-Hans":"en"}var A=class{constructor(e){this.language=e}t(e,t={}){return Zt[this.language][e].replace(/\{(\w+)\}/g,(n,o)=>String(t[o]??""))}found(e,t,n={}){return this.t(e in Zt[this.language]?e:t,n)}kind(e){return ke[this.language].kind.options[e]??this.t("kind_unknown")}severity(e){return ke[this.language].severity.options[e]??e}resolution(e){return ke[this.language].resolution.options[e]??e}role(e){return ke[this.language].role.options[e]??this.t("role_unknown")}};var Vn=[/^Building (.+)$/,/^楼栋 (.+)$/],Jt=new WeakMap;function Xt(i){let e=Jt.get(i.devices);if(!e){e=new Map;for(let t of Object.values(i.devices)){let n=t.name_by_user??t.name;for(let[o,s]of t.identifiers)o===w&&n&&e.set(s,n)}Jt.set(i.devices,e)}return e}function et(i,e){return/^[\dA-Za-z]{1,3}$/.test(i)?e.t("building",{name:i}):i}function xe(i,e,t){let n=Xt(i).get(`building_${e}`);if(n!==void 0){for(let o of Vn){let s=o.exec(n)?.[1];if(s)return et(s,t)}return n}}function N(i,e){return Xt(i).get(`device_${e}`)}function ie(i){return/(\d+)\s*$/.exec(i)?.[1]}function C(i,e,t,n){return e===void 0||e==="system"?n.t("actor_system"):e==="automation"?n.t("actor_automation"):e===t?.user_id?n.t("actor_you"):tt(i,e)??Bn(i,e,n)??n.t("actor_colleague")}function Bn(i,e,t){let n=N(i,e);if(n===void 0)return;let o=ie(n);return o?t.t("help_button",{number:o}):n}function tt(i,e){for(let[t,n]of Object.entries(i.states))if(t.startsWith("person.")&&n?.attributes.user_id===e)return String(n.attributes.friendly_name??"")||void 0}var nt=i=>String(i).padStart(2,"0");function q(i,e){return Math.max(0,Math.floor((e-Date.parse(i))/1e3))}function Q(i,e){if(i>=86400)return it(i,e);let t=Math.floor(i/60)%60,n=Math.floor(i/3600);return n?`${n}:${nt(t)}:${nt(i%60)}`:`${t}:${nt(i%60)}`}function it(i,e){let t=Math.floor(i/86400),n=Math.floor(i/3600)%24,o=Math.floor(i/60)%60;return t?[e.t("days",{count:t}),n?e.t("hours",{count:n}):""].join(" ").trim():n?[e.t("hours",{count:n}),o?e.t("minutes",{count:o}):""].join(" ").trim():o?e.t("minutes",{count:o}):e.t("seconds",{count:i})}function en(i,e,t,n,o=!0){let s={hourCycle:"h23",hour:"2-digit",minute:"2-digit"};o&&(s.second="2-digit"),n&&(s.timeZone=n);let r={year:"numeric",month:"short",day:"numeric"};n&&(r.timeZone=n);let a=new Intl.DateTimeFormat(t,r),d=new Intl.DateTimeFormat(t,s).format(i);return a.format(i)===a.format(e)?d:(delete r.year,`${new Intl.DateTimeFormat(t,r).format(i)} ${d}`)}var Te=new Set(["pressed","long_pressed","fall"]);function K(i){let e=i.timeline[0]?.text;return e&&!Te.has(e)?e:void 0}function tn(i,e,t,n,o){let s=C(t,i.by,n,o),r=i.text??"",a=Te.has(r)&&i.by===e.device;switch(i.what){case"opened":return a||i.by!==void 0&&N(t,i.by)&&Te.has(r)?o.found(`event_opened_${r}`,"event_opened",{who:s}):o.t(r?"event_opened_text":"event_opened",{who:s,text:r});case"again":return o.t(Te.has(r)?"event_again_button":"event_again",{who:s});case"resolved":{let d=e.resolution?o.resolution(e.resolution):"";return o.t(r?"event_resolved_text":"event_resolved",{who:s,text:r,resolution:d})}default:return o.found(`event_${i.what}`,"event_unknown",{who:s,text:r})}}function nn(i,e,t){let n=new Map,o=s=>["failed","queued","handed_over","received","seen"].indexOf(s.state);for(let s of i){let r=n.get(s.recipient);(!r||o(s)>=o(r))&&n.set(s.recipient,s)}return[...n.values()].map(s=>{let r=s.role==="emergency_contact"?t.t("role_emergency_contact"):t.role(s.role),a=tt(e,s.recipient);return{who:a&&a!==r?`${r} · ${a}`:r,state:t.found(`delivery_${s.state}`,"delivery_queued"),failed:s.state==="failed"}})}function qn(i,e){return/^[\dA-Za-z]{1,2}$/.test(i)?e.t("unit",{name:i}):i}function on(i,e,t,n){let{place:o}=i,s=e?et(e.building_name,n):o.building&&xe(t,o.building,n),r=e?.unit??o.unit,a=[s,r&&qn(r,n),e&&n.t("home",{number:e.number})].filter(f=>!!f);if(a.length)return a.join(n.language==="en"?", ":" ");let d=i.device?N(t,i.device):void 0,h=d&&ie(d);return h?n.t("help_button",{number:h}):K(i)?"":n.t("place_unknown")}var L={acknowledge:"1",take_over:"1",en_route:"2",on_site:"3",resolve:"4",note:"5"},P="0";function k(i,e){return on(e,i.desk.homes.home(e),i.hass,i.words)}function O(i,e,t=!0){let n=i.hass.locale.time_zone==="server"?i.hass.config.time_zone:void 0;return en(e,i.now,i.words.language,n,t)}var Qn=6e3,$e=class{constructor(e){this.changed=e;this.assertive="";this.polite="";this.toasts=[];this.next=0}urgent(e){this.assertive=this.assertive===e?`${e} `:e,this.changed()}toast(e){let t=this.next++;this.toasts=[...this.toasts.filter(n=>n.text!==e),{id:t,text:e}].slice(-3),this.polite=e,this.changed(),setTimeout(()=>{this.toasts=this.toasts.filter(n=>n.id!==t),this.changed()},Qn)}happened({change:e,incident:t},n){let{words:o,desk:s,hass:r}=n,a={severity:o.severity(t.severity),kind:o.kind(t.kind),place:k(n,t),number:t.number,level:t.level},d=t.timeline.at(-1),h=C(r,d?.by,s.feed.me,o);e==="opened"||e==="again"||e==="escalated"?this.urgent(o.t(`say_${e}`,a)):e==="acknowledged"?this.polite=o.t("say_acknowledged",{...a,name:h}):e==="resolved"&&t.resolution&&this.toast(o.t("resolved_toast",{...a,name:h,resolution:o.resolution(t.resolution)}))}render(){return l`
      <div class="toasts" aria-hidden="true">${this.toasts.map(e=>l`<p>${e.text}</p>`)}</div>
      <div class="hidden" role="alert" aria-live="assertive">${this.assertive}</div>
      <div class="hidden" role="status" aria-live="polite">${this.polite}</div>
    `}};var sn=_`
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
`;var Kn={critical:R`<path d="M8.3 2h7.4L22 8.3v7.4L15.7 22H8.3L2 15.7V8.3z" />`,high:R`<path d="M12 2.2 23 21.5H1z" stroke-linejoin="round" />`,normal:R`<circle cx="12" cy="12" r="10" />`};function Ae(i,e){let t=i==="high",n=e?R`<path class="mark" d=${t?"M12 9v6.2M12 17.6v1.6":"M12 6v7.4M12 16.2v2"} />`:R`<path class="mark" d=${t?"m8.2 16 2.6 2.6 5-5.4":"m7 12.4 3.4 3.4L17 8.8"} />`;return l`<svg class="shape ${e?"filled":"outlined"}" viewBox="0 0 24 24" aria-hidden="true">
    ${Kn[i]}${n}
  </svg>`}var jn={phone:"M6.6 10.8a15.1 15.1 0 0 0 6.6 6.6l2.2-2.2a1 1 0 0 1 1-.25 11.4 11.4 0 0 0 3.6.57 1 1 0 0 1 1 1V20a1 1 0 0 1-1 1A17 17 0 0 1 3 4a1 1 0 0 1 1-1h3.5a1 1 0 0 1 1 1c0 1.25.2 2.45.57 3.57a1 1 0 0 1-.25 1z",key:"M14.5 2A7.5 7.5 0 0 0 7.3 11.6L2 16.9V22h5.1v-3h3v-3h2.3l.6-.6A7.5 7.5 0 1 0 14.5 2m2 7.5a2 2 0 1 1 0-4 2 2 0 0 1 0 4",sound:"M3 9v6h4l5 5V4L7 9zm13.5 3A4.5 4.5 0 0 0 14 8v8a4.5 4.5 0 0 0 2.5-4M14 3.2v2.1a7 7 0 0 1 0 13.4v2.1a9 9 0 0 0 0-17.6",silent:"M3 9v6h4l5 5V4L7 9zm13.6 3 2.7-2.7-1.4-1.4-2.7 2.7-2.7-2.7z M14 9.3l1.4-1.4 2.7 2.7 2.7-2.7 1.4 1.4-2.7 2.7 2.7 2.7-1.4 1.4-2.7-2.7-2.7 2.7L14 14.7l2.7-2.7z",unplugged:"m2 4.3 1.4-1.4L21 20.6 19.6 22l-5.1-5.1A6 6 0 0 1 9 14.6L7.4 16 6 14.6l1.5-1.6a6 6 0 0 1-1.2-4.3zM16.6 8 18 9.4l-1.5 1.6a6 6 0 0 1 .6 4.1L9.3 7.3a6 6 0 0 1 5.7 2.3z",check:"M12 1 3 5v6c0 5.6 3.8 10.7 9 12 5.2-1.3 9-6.4 9-12V5zm-1.6 16L6 12.6l1.4-1.4 3 3 6.2-6.2L18 9.4z",note:"M3 17.2V21h3.8L17.8 10 14 6.2zM20.7 7a1 1 0 0 0 0-1.4l-2.3-2.3a1 1 0 0 0-1.4 0l-1.8 1.8L19 8.8z",disk:"M17 3H5a2 2 0 0 0-2 2v14c0 1.1.9 2 2 2h14a2 2 0 0 0 2-2V7zm-5 16a3 3 0 1 1 0-6 3 3 0 0 1 0 6m3-10H5V5h10z"};function v(i){return l`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${R`<path d=${jn[i]} />`}</svg>`}function j(i){return i?l`<kbd aria-hidden="true">${i}</kbd>`:c}function ot(i,e,t,n){let{words:o,desk:s}=i,r=s.pending.get(e.id),a=r===t.action;return l`
    <button
      class="${t.primary?"strong":""} ${t.done?"done":""}"
      data-action=${t.action}
      aria-keyshortcuts=${n??c}
      ?disabled=${!s.feed.live||r!==void 0}
      aria-busy=${String(a)}
      @click=${d=>i.act(t.action,e,d.detail?"pointer":"key")}
    >
      ${a?l`<span class="spinner" aria-hidden="true"></span>${o.t("working")}`:l`${o.t(`action_${t.action}`)}${t.done?l`<span class="hint">${o.t("done_before")}</span>`:c}${j(n)}`}
    </button>
  `}function rn(i,e){let{words:t,desk:n}=i,o=ve(e,n.feed.me),s=n.problems.get(e.id),r=C(i.hass,e.acknowledged_by??void 0,n.feed.me,t);return l`
    ${o.length?l`<div class="actions">
            ${o.map(a=>ot(i,e,a,L[a.action]))}
          </div>`:l`<p class="hint">${t.t("view_only")}</p>`}
    ${s===void 0?c:l`<p class="problem" role="alert">${V(s,t)}</p>`}
    ${n.beaten.has(e.id)&&e.acknowledged_by!==n.feed.me?.user_id?l`<p class="info" role="status">${t.t("first_was",{name:r})}</p>`:c}
  `}function an(i,e){let{words:t,desk:n}=i,o=n.pending.has(e.id)||!n.feed.live;return i.noting!==e.id?l`<div class="noting">
      <button
        data-action="note"
        aria-keyshortcuts=${L.note}
        ?disabled=${o}
        @click=${()=>i.startNote(e)}
      >
        ${v("note")}${t.t("action_note")}${j(L.note)}
      </button>
    </div>`:l`
    <form class="noting" @submit=${r=>{r.preventDefault();let a=new FormData(r.target).get("text");typeof a=="string"&&a.trim()&&i.saveNote(e,a)}}>
      <label for="note"><b>${t.t("note_label")}</b> <span class="hint">${t.t("note_hint")}</span></label>
      <textarea id="note" name="text" maxlength="1000" required></textarea>
      <div class="choices">
        <button type="submit" ?disabled=${o}>${t.t("note_save")}</button>
        <button type="button" @click=${()=>i.startNote(void 0)}>${t.t("cancel")}</button>
      </div>
    </form>
  `}function Se(i,e){let{words:t,desk:n}=i;return e.state==="open"?t.t("state_open"):e.acknowledged_by===n.feed.me?.user_id?t.t("state_mine"):t.t("state_theirs",{name:C(i.hass,e.acknowledged_by??void 0,n.feed.me,t)})}function Ce(i,e){let{words:t}=i;return l`
    <span class="chip severity"
      ><span class="hidden">${t.t("severity_label",{severity:""})}</span
      >${t.severity(e.severity)}</span
    >
    ${e.level>1&&e.state==="open"?l`<span class="chip">${t.t("level",{level:e.level})}</span>`:c}
    ${e.unsaved?l`<span class="chip unsaved">${v("disk")}${t.t("unsaved")}</span>`:c}
  `}function Ie(i,e){let{words:t,wide:n,desk:o}=i;return l`
    <section
      class="detail ${e.severity} ${e.state==="open"?"open":"taken"}"
      aria-label=${t.t("details_of",{number:e.number})}
    >
      ${n?Gn(i,e):c} ${rn(i,e)}
      ${e.unsaved?l`<p class="info"><b>${t.t("unsaved")}</b><br />${t.t("unsaved_text")}</p>`:c}
      <div class="facts">
        <div>${Yn(i,e)}</div>
        <div>
          ${Jn(i,e)} ${Xn(i,e)} ${o.responder?an(i,e):c}
        </div>
      </div>
    </section>
  `}function Gn(i,e){let{words:t}=i,n=K(e),o=Q(q(e.opened_at,i.now),t);return l`
    <header>
      ${Ae(e.severity,e.state==="open")}
      <h2 class="what" tabindex="-1">
        <span class="kind">${t.kind(e.kind)}</span>
        <span>${t.t("number",{number:e.number})}</span>
        ${Ce(i,e)}
        <span class="where">${k(i,e)}</span>
        ${n?l`<span class="said">${n}</span>`:c}
        <span class="who">${Se(i,e)}</span>
      </h2>
      <span class="timer" role="timer" aria-label=${t.t("open_for",{time:o})}>${o}</span>
    </header>
  `}function Yn(i,e){let{words:t,desk:n}=i,o=n.homes.view(e);switch(o.state){case"known":return Zn(i,o.home);case"loading":return l`<p class="hint" role="status">
        ${n.feed.live?l`<span class="spinner" aria-hidden="true"></span> ${t.t("loading_home")}`:t.t("home_failed")}
      </p>`;case"missing":case"failed":return l`
        <p class="problem">${t.t(o.state==="failed"?"home_failed":"home_missing")}</p>
        <button
          ?disabled=${!n.feed.live}
          @click=${()=>{n.homes.forget(e.id),n.lookUp()}}
        >
          ${t.t("try_again")}
        </button>
      `;case"hidden":return l`<p class="hint">${t.t("home_hidden")}</p>`;case"none":{let s=e.device?N(i.hass,e.device):void 0,r=s&&ie(s),a=r?t.t("help_button",{number:r}):s;return l`<p class="hint">
        ${t.t("no_home")} ${a?t.t("no_home_button",{device:a}):c}
      </p>`}}}function Zn(i,e){let{words:t}=i;return l`
    <div class="entry">
      ${v("key")}
      <div>
        <h3>${t.t("how_to_get_in")}</h3>
        <p class="big ${e.access?"":"none"}">${e.access||t.t("nothing_recorded")}</p>
      </div>
    </div>
    <div class="pair">
      <div>
        <h3>${t.t("household")}</h3>
        <p class="big">
          ${e.household||t.t("nothing_recorded")}
          ${e.floor===null?c:l`<span class="hint">${t.t("floor",{floor:e.floor})}</span>`}
        </p>
      </div>
      ${e.note?l`<div>
              <h3>${t.t("good_to_know")}</h3>
              <p class="big">${e.note}</p>
            </div>`:c}
    </div>
    <div>
      <h3>${t.t("contacts")}</h3>
      ${e.contacts.length?l`<ul class="contacts">
              ${e.contacts.map(({name:n,phone:o,relation:s})=>l`<li>
                    <a
                      class="button"
                      href="tel:${o.replace(/[^\d+*#]/g,"")}"
                      aria-label=${t.t("call",{name:n,phone:o,relation:s})}
                    >
                      ${v("phone")}<span>${n}<small>${s}</small></span
                      ><b>${o}</b>
                    </a>
                  </li>`)}
            </ul>`:l`<p class="hint">${t.t("no_contacts")}</p>`}
    </div>
  `}function Jn(i,e){let t=nn(e.deliveries,i.hass,i.words);return t.length?l`<div>
    <h3>${i.words.t("people_told")}</h3>
    <ul class="told">
      ${t.map(n=>l`<li class=${n.failed?"failed":""}><span>${n.who}</span><span>${n.state}</span></li>`)}
    </ul>
  </div>`:c}function Xn(i,e){let t=[...e.timeline].reverse();return l`<div>
    <h3>${i.words.t("timeline")}</h3>
    <ol class="timeline" reversed>
      ${t.map(n=>l`<li>
            <time datetime=${n.at}>${O(i,Date.parse(n.at))}</time>
            <span>${tn(n,e,i.hass,i.desk.feed.me,i.words)}</span>
          </li>`)}
    </ol>
  </div>`}var dn=_`
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
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding: 4px 0;
  }
  .told .failed {
    font-weight: 700;
    text-decoration: underline;
  }
  .noting {
    display: flex;
    flex-direction: column;
    gap: 10px;
  }
  .noting .choices {
    display: flex;
    gap: 10px;
  }
`;var Ee=class{constructor(e){this.host=e}act(e,t,n){let{desk:o,announcements:s,words:r}=this.host;if(!(!o?.feed.live||o.pending.has(t.id))){if(n==="pointer"&&!o.shifts.settled(t.id,performance.now())){s.toast(r.t("settling"));return}e==="resolve"?(o.problems.delete(t.id),o.choose(t.id),this.closing=t,this.host.requestUpdate()):e==="note"?this.startNote(t):this.takeStep(e,t)}}startNote(e){let{host:t}=this;this.noting=e?.id,e&&t.desk?.choose(e.id),t.requestUpdate(),e&&t.updateComplete.then(()=>t.renderRoot.querySelector("#note")?.focus())}async saveNote(e,t){await this.host.desk?.note(e,t)?this.startNote(void 0):this.tellIfGone(e)}toggleMute(){let{desk:e}=this.host;e?.muted&&e.muted.until>Date.now()?e.unmute():e?.muteNow()}async close({resolution:e,note:t}){let{desk:n}=this.host,o=this.closing;if(!o||!n)return;let s=await n.resolve(o,e,t);(s||z(n.problems.get(o.id))==="incident_resolved")&&this.stopClosing(),s||this.tellIfGone(o)}stopClosing(){this.closing=void 0,this.host.requestUpdate()}async takeStep(e,t){let{host:n}=this;await n.desk?.step(e,t),this.tellIfGone(t),await n.updateComplete,n.wide||n.renderRoot.querySelector(".chosen")?.scrollIntoView({block:"start",behavior:"smooth"}),n.renderRoot instanceof ShadowRoot&&!n.renderRoot.activeElement&&n.renderRoot.querySelector(n.wide?".detail h2":".chosen .row")?.focus({preventScroll:!0})}tellIfGone(e){let{desk:t,announcements:n,words:o}=this.host,s=t?.problems.get(e.id);s!==void 0&&!t?.feed.find(e.id)&&(n.toast(V(s,o)),t?.problems.delete(e.id))}};function ei(i,e,t){if(t.responder)return i===L.note?"note":ve(e,t.feed.me).find(n=>L[n.action]===i)?.action}function ti(i,e){if(i.defaultPrevented||i.repeat||i.ctrlKey||i.altKey||i.metaKey)return!0;let t=i.composedPath(),[n]=t;return n instanceof HTMLInputElement||n instanceof HTMLTextAreaElement?!0:!t.includes(e)&&n!==document.body&&n!==document.documentElement}function ln(i,e,{desk:t,hands:n,shortcuts:o}){if(!t||!o||ti(i,e))return;if(i.key==="ArrowDown"||i.key==="ArrowUp"){if(!t.selected())return;t.move(i.key==="ArrowDown"?1:-1),i.preventDefault();return}if(i.key===P&&t.responder){n.toggleMute();return}let s=t.selected(),r=s&&ei(i.key,s,t);!s||!r||(i.preventDefault(),n.act(r,s,"key"))}function cn(i){let{words:e,desk:t}=i,{last:n}=t;return l`
    <div class="quiet">
      ${v("check")}
      <h2>${e.t("quiet")}</h2>
      <p>${e.t("quiet_text")}</p>
      ${n?l`<p class="last">
                ${e.t("last_alarm",{ago:it(q(n.opened_at,i.now),e)})}
              </p>
              <p class="hint">
                ${e.t("last_alarm_detail",{kind:e.kind(n.kind),number:n.number,at:O(i,Date.parse(n.opened_at),!1)})}
                · ${k(i,n)}${n.resolution?l` · ${e.resolution(n.resolution)}`:c}
              </p>`:n===null?l`<p class="last">${e.t("no_alarm_yet")}</p>`:c}
    </div>
  `}var hn=ue(class extends U{constructor(i){if(super(i),i.type!==me.ATTRIBUTE||i.name!=="class"||i.strings?.length>2)throw Error("`classMap()` can only be used in the `class` attribute and must be the only part in the attribute.")}render(i){return" "+Object.keys(i).filter(e=>i[e]).join(" ")+" "}update(i,[e]){if(this.st===void 0){this.st=new Set,i.strings!==void 0&&(this.nt=new Set(i.strings.join(" ").split(/\s/).filter(n=>n!=="")));for(let n in e)e[n]&&!this.nt?.has(n)&&this.st.add(n);return this.render(e)}let t=i.element.classList;for(let n of this.st)n in e||(t.remove(n),this.st.delete(n));for(let n in e){let o=!!e[n];o===this.st.has(n)||this.nt?.has(n)||(o?(t.add(n),this.st.add(n)):(t.remove(n),this.st.delete(n)))}return y}});function pn(i,e,t){let{words:n,desk:o,wide:s}=i,r=e.state==="open",a=K(e),d=t&&!s,h=Q(q(e.opened_at,i.now),n);return l`
    <li
      class=${hn({[e.severity]:!0,"open-item":r,chosen:t})}
      data-incident=${e.id}
      data-number=${e.number}
    >
      <button
        class="row ${r?"open":"taken"}"
        aria-expanded=${s?c:String(d)}
        aria-current=${s&&t?"true":c}
        @click=${()=>o.choose(e.id)}
      >
        ${Ae(e.severity,r)}
        <span class="what">
          <span class="kind">${n.kind(e.kind)}</span>
          <span>${n.t("number",{number:e.number})}</span>
          ${Ce(i,e)}
          <span class="where">${k(i,e)}</span>
          ${a?l`<span class="said">${a}</span>`:c}
          <span class="who">${Se(i,e)}</span>
        </span>
        <span class="timer" role="timer" aria-label=${n.t("open_for",{time:h})}>${h}</span>
      </button>
      ${r&&!d&&!(s&&t)&&o.responder?l`<div class="quick">
              ${ot(i,e,{action:"acknowledge",primary:!0,done:!1})}
            </div>`:c}
      ${d?Ie(i,e):c}
    </li>
  `}var mn=_`
  .row {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 4px 14px;
    width: 100%;
    padding: 14px 20px 14px 14px;
    border: 0;
    border-left: 10px solid var(--outline);
    border-radius: 0;
    text-align: left;
    align-items: center;
    justify-content: stretch;
    font-weight: 400;
    background: none;
  }
  .row:focus-visible {
    outline-offset: -4px;
  }
  .row:hover:not(:disabled) {
    border-color: var(--tone);
    background: color-mix(in srgb, var(--text) 6%, transparent);
  }
  .row:active:not(:disabled) {
    transform: none;
  }
  .row.open {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  .row.taken {
    border-left-style: double;
  }
  .wide .chosen .row {
    box-shadow: inset 0 0 0 3px var(--text);
  }
  .shape {
    width: 44px;
    height: 44px;
    overflow: visible;
    stroke-width: 2;
  }
  .shape.filled {
    fill: var(--tone);
    stroke: var(--tone);
  }
  .shape.outlined {
    fill: none;
    stroke: var(--outline);
  }
  .shape .mark {
    fill: none;
    stroke: var(--on-tone);
    stroke-width: 2.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .shape.outlined .mark {
    stroke: var(--text);
  }
  .open .shape {
    animation: call 1.2s ease-in-out infinite;
  }
  @keyframes call {
    50% {
      transform: scale(1.14);
    }
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    min-width: 0;
  }
  .kind {
    font-size: 24px;
    line-height: 1.2;
    font-weight: 700;
  }
  .chip {
    font-size: 15px;
    font-weight: 700;
    line-height: 1.2;
    padding: 2px 8px;
    border-radius: 6px;
    border: 2px solid var(--outline);
  }
  .open .chip.severity {
    background: var(--tone);
    color: var(--on-tone);
  }
  .chip.unsaved {
    display: inline-flex;
    gap: 6px;
    border: 2px dashed var(--text);
  }
  .where {
    font-size: 20px;
    font-weight: 600;
    width: 100%;
  }
  .who {
    width: 100%;
    color: var(--faint);
    font-size: 16px;
  }
  .open .who {
    color: var(--text);
    font-weight: 600;
  }
  .timer {
    font-size: 24px;
    font-weight: 700;
    white-space: nowrap;
    align-self: start;
  }
  .quick {
    padding: 0 20px 14px 24px;
  }
  .quick button {
    width: 100%;
  }
  .wide .quick button.strong {
    min-height: 48px;
    font-size: 18px;
    padding: 4px;
  }
  .said {
    width: 100%;
    font-size: 18px;
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .where:empty {
    display: none;
  }
  li {
    scroll-margin-top: 140px;
  }
  /* The one that is shown and that nobody has: a band of its colour. */
  .narrow .chosen .row.open,
  .detail.open header {
    background: var(--tone);
    color: var(--on-tone);
  }
  .narrow .chosen .row.open:hover {
    background: var(--tone);
  }
  .narrow .chosen .row.open .shape.filled,
  .detail.open header .shape.filled {
    fill: var(--on-tone);
    stroke: var(--on-tone);
  }
  .narrow .chosen .row.open .mark,
  .detail.open header .mark {
    stroke: var(--tone);
  }
  .narrow .chosen .row.open .chip,
  .detail.open header .chip {
    border-color: var(--on-tone);
    background: none;
    color: inherit;
  }
  .narrow .chosen .row.open .who,
  .detail.open header .who {
    color: inherit;
  }
  .narrow .row {
    padding: 12px 14px 12px 8px;
    gap: 4px 10px;
  }
  .narrow .quick {
    padding: 0 14px 12px 18px;
  }
  li.open-item {
    background: color-mix(in srgb, var(--tone) 16%, var(--surface));
  }
  li.open-item .row.open {
    background: none;
  }
`;var Me=_`
  :host {
    display: block;
    --critical: #b3001b;
    --on-critical: #fff;
    --high: #ffb000;
    --on-high: #1c1300;
    --normal: #1f5fbf;
    --on-normal: #fff;
    --calm: #1b7a3d;
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --text: var(--primary-text-color, #1a1a1a);
    --faint: var(--secondary-text-color, #5a5a5a);
    --line: var(--divider-color, #d8d8d8);
    --radius: 12px;
    color: var(--text);
    font-size: 18px;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .critical {
    --tone: var(--critical);
    --on-tone: var(--on-critical);
  }
  .high {
    --tone: var(--high);
    --on-tone: var(--on-high);
  }
  .normal {
    --tone: var(--normal);
    --on-tone: var(--on-normal);
  }
  .critical,
  .high,
  .normal {
    /* A thin line needs more contrast than a surface, on a dark theme as on a light one. */
    --outline: color-mix(in srgb, var(--tone) 72%, var(--text));
  }
  .open {
    --outline: var(--tone);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    width: 1.25em;
    height: 1.25em;
    flex: none;
    fill: currentColor;
  }
  kbd {
    display: none;
    font: inherit;
    font-size: 13px;
    line-height: 18px;
    min-width: 20px;
    padding: 0 5px;
    text-align: center;
    border: 1px solid currentColor;
    border-radius: 4px;
    opacity: 0.75;
  }
  @media (hover: hover) and (pointer: fine) {
    .wide kbd {
      display: inline-block;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`,He=_`
  button,
  .button {
    font: inherit;
    color: inherit;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-height: 56px;
    padding: 8px 20px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover:not(:disabled),
  .button:hover {
    border-color: var(--text);
  }
  button:active:not(:disabled) {
    transform: scale(0.98);
  }
  button:focus-visible,
  a:focus-visible,
  textarea:focus-visible,
  [tabindex]:focus-visible,
  input:focus-visible + * {
    outline: 3px solid var(--primary-color, #03a9f4);
    outline-offset: 2px;
  }
  button:disabled {
    cursor: not-allowed;
    opacity: 0.5;
  }
  button.strong {
    background: var(--tone, var(--normal));
    border-color: var(--tone, var(--normal));
    color: var(--on-tone, #fff);
    font-size: 22px;
    font-weight: 700;
    min-height: 64px;
  }
  button.strong:hover:not(:disabled) {
    filter: brightness(1.1);
    border-color: var(--tone, var(--normal));
  }
  button.done {
    border-style: dashed;
  }
  .spinner {
    width: 1em;
    height: 1em;
    border: 3px solid currentColor;
    border-right-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  textarea {
    font: inherit;
    color: var(--text);
    background: var(--surface);
    width: 100%;
    min-height: 84px;
    padding: 10px 12px;
    border: 2px solid var(--line);
    border-radius: var(--radius);
    resize: vertical;
  }
  .hint {
    color: var(--faint);
    font-size: 16px;
  }
  .problem {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--critical);
    background: color-mix(in srgb, var(--critical) 12%, var(--surface));
    font-weight: 600;
  }
  .info {
    padding: 12px 16px;
    border-radius: var(--radius);
    border: 2px solid var(--normal);
    background: color-mix(in srgb, var(--normal) 12%, var(--surface));
  }
`;var ni={live:void 0,connecting:void 0,lost:"lost",starting:"starting",stopped:"stopped",refused:"refused"};function st(i){let{feed:e}=i.desk,t=ni[e.status];if(t)return!e.asOf&&(t==="stopped"||t==="lost")?i.words.t(t==="lost"?"connecting":"stopped_never"):i.words.t(t,{at:O(i,e.asOf,!1)})}function un(i){let e=st(i);if(!e)return c;let t=i.desk.feed.status==="lost"||i.desk.feed.status==="stopped";return l`<div class="banner" data-status=${i.desk.feed.status}>
    ${v("unplugged")}
    <div>${e}${t?l`<small>${i.words.t("lost_text")}</small>`:c}</div>
  </div>`}function fn(i,e,t){let{words:n,desk:o}=i,s=e.filter(a=>a.state==="open"),r=e.length-s.length;return l`
    <div class="top">
      <div class="counts">
        ${s.length?l`<button class="waiting ${s[0]?.severity}" title=${n.t("to_first")} @click=${i.toFirst}>
                ${n.t("waiting",{count:s.length})}
              </button>`:c}
        ${r?l`<span class="in-hand">${n.t("in_hand",{count:r})}</span>`:c}
      </div>
      ${o.responder?ii(i,e,t):c}
      ${i.wide?l`<span class="clock" aria-hidden="true">${O(i,i.now)}</span>`:c}
    </div>
  `}function ii(i,e,t){let{words:n,desk:o,now:s}=i,r=Bt(e,o.faulty(Date.now()));if(!t.allowed)return l`<div class="sound">
      ${r?c:l`<span class="now">${n.t("sound_off_text")}</span>`}
      <button class="blocked" data-sound="allow" @click=${()=>{t.allow().then(()=>t.try())}}>
        ${v("silent")}${n.t(r?i.wide?"sound_blocked_alarm":"sound_blocked_short":"sound_off")}
      </button>
    </div>`;let a=r&&Xe(o.muted,Date.now())?Math.ceil((o.muted.until-Date.now())/1e3):0;return l`<div class="sound" data-now=${s}>
    ${a?l`<button
            data-sound="unmute"
            title=${n.t("unmute")}
            aria-keyshortcuts=${P}
            @click=${()=>o.unmute()}
          >
            ${v("silent")}${n.t("muted",{time:Q(a,n)})}
            ${i.wide?`· ${n.t("unmute")}`:c}${j(P)}
          </button>`:r?l`<button data-sound="mute" aria-keyshortcuts=${P} @click=${()=>o.muteNow()}>
              ${v("sound")}${n.t(i.wide?"mute":"mute_short")}${j(P)}
            </button>`:l`<span class="now">${v("sound")}${n.t("sound_on")}</span>
              <button data-sound="try" @click=${()=>t.try()}>${n.t("sound_try")}</button>`}
  </div>`}var oi=820,gn=40,si=1e3,De=class extends b{constructor(){super();this.words=new A("zh-Hans");this.offset=0;this.hands=new Ee(this);this.most=gn;this.sound=new ge(()=>this.requestUpdate());this.announcements=new $e(()=>this.requestUpdate());this.size=new ResizeObserver(([t])=>{t&&(this.wide=t.contentRect.width>=oi)});this.onKey=t=>ln(t,this,this.keys);this.onPress=()=>{this.sound.allowed||this.sound.allow()};this.wide=!1}static{this.properties={hass:{attribute:!1},wide:{state:!0}}}static{this.styles=[Me,He,sn,mn,dn]}setConfig(t){}getCardSize(){return 12}getGridOptions(){return{columns:"full",rows:"auto"}}static getStubConfig(){return{}}connectedCallback(){super.connectedCallback(),this.size.observe(this),this.timer=setInterval(()=>this.tick(),si),window.addEventListener("keydown",this.onKey),window.addEventListener("pointerdown",this.onPress,{capture:!0}),this.sound.open(),this.desk?.feed.start()}disconnectedCallback(){super.disconnectedCallback(),this.size.disconnect(),clearInterval(this.timer),window.removeEventListener("keydown",this.onKey),window.removeEventListener("pointerdown",this.onPress,{capture:!0}),this.desk?.feed.stop(),this.sound.close()}deskChanged(){this.requestUpdate()}happened(t){let n=this.view();n&&this.announcements.happened(t,n);let{id:o,state:s}=t.incident;o===this.hands.closing?.id&&s==="resolved"&&this.hands.stopClosing()}statusChanged(t,n){t==="live"&&Rt().then(r=>this.offset=r);let o=this.view();if(!o)return;let s=t==="live"?n==="connecting"?void 0:this.words.t("back"):st(o);s&&this.announcements.urgent(s),t==="live"&&n!=="connecting"&&this.announcements.toast(this.words.t("back"))}shouldUpdate(t){let n=t.get("hass");return!(t.size===1&&n&&this.hass&&n.language===this.hass.language)}willUpdate(){let{hass:t}=this;if(!t)return;let n=B(t.locale?.language??t.language);n!==this.words.language&&(this.words=new A(n)),this.desk?.connection!==t.connection&&(this.desk?.feed.stop(),this.desk=new we(t.connection,this),this.isConnected&&this.desk.feed.start())}render(){let t=this.view();if(!t)return c;let{desk:n}=t,o=n.ordered,s=n.selected(o),{closing:r}=this.hands,a=r&&(n.feed.find(r.id)??r),d=n.feed.asOf>0&&n.feed.status!=="refused";return l`
      <ha-card>
        <div
          class="card ${this.wide?"wide":"narrow"} ${n.feed.live?"":"lost"}"
          data-status=${n.feed.status}
        >
          <div class="head">${un(t)} ${d?fn(t,o,this.sound):c}</div>
          ${d?s?this.renderBody(t,o,s):l`<div class="body">${n.feed.live?cn(t):c}</div>`:n.feed.status==="connecting"?l`<div class="quiet"><p>${this.words.t("connecting")}</p></div>`:c}
          ${this.announcements.render()} ${s&&n.responder?this.renderKeys():c}
        </div>
      </ha-card>
      <smart-community-resolve
        .words=${this.words}
        .incident=${a}
        .place=${a?k(t,a):""}
        .busy=${a!==void 0&&n.pending.get(a.id)==="resolve"}
        .blocked=${!n.feed.live}
        .problem=${a?n.problems.get(a.id):void 0}
        @sc-confirm=${h=>{this.hands.close(h.detail)}}
        @sc-back=${()=>this.hands.stopClosing()}
      ></smart-community-resolve>
    `}renderBody(t,n,o){let s=n.length-this.most,r=n.slice(0,this.most);return r.includes(o)||r.push(o),l`<div class="body some">
      <div>
        <ol class="list" aria-label=${this.words.t("list")}>
          ${Ht(r,a=>a.id,a=>pn(t,a,a===o))}
        </ol>
        ${s>0?l`<button class="more" @click=${()=>this.showMore()}>
                ${this.words.t("more",{count:s})}
              </button>`:c}
      </div>
      ${this.wide?Ie(t,o):c}
    </div>`}renderKeys(){let{words:t}=this;return l`<p class="keys">
      ${t.t("shortcuts")}: <span><kbd>↑</kbd> <kbd>↓</kbd> ${t.t("shortcut_select")}</span>
      <span><kbd>0</kbd> ${t.t("shortcut_mute")}</span>
    </p>`}updated(){let{desk:t}=this;if(!t)return;let n=t.ordered,o=t.selected(n),s=new Map(n.map((r,a)=>[r.id,String(a)]));o&&this.wide&&s.set(o.id,`${s.get(o.id)} shown`),t.shifts.note(s,performance.now()),this.followShown(o),t.lookUp(),this.sound.set(t.tone(Date.now()))}followShown(t){let n=this.shownId;this.shownId=t?.id,!this.wide&&n!==void 0&&t&&t.id!==n&&!this.desk?.isChosen(t)&&this.toTop()}toTop(){this.renderRoot.querySelector("li")?.scrollIntoView({block:"start"})}get keys(){let t=this.hass?.enableShortcuts!==!1&&!this.hands.closing;return{desk:this.desk,hands:this.hands,shortcuts:t}}showMore(){this.most+=gn,this.requestUpdate()}tick(){this.stayAwake(),this.requestUpdate()}stayAwake(){if(!this.hass?.suspendWhenHidden||!this.desk?.feed.me?.roles.includes("duty_room"))return;let t={suspend:!1};this.dispatchEvent(new CustomEvent("hass-suspend-when-hidden",{detail:t,bubbles:!0,composed:!0}))}view(){let{hass:t,desk:n,words:o,wide:s,hands:r}=this;if(!(!t||!n))return{hass:t,desk:n,words:o,wide:s,noting:r.noting,now:Date.now()+this.offset,act:(a,d,h)=>r.act(a,d,h),toFirst:()=>{n.release(),this.toTop()},startNote:a=>r.startNote(a),saveNote:(a,d)=>{r.saveNote(a,d)}}}};var ri=500,Re=class extends b{constructor(){super();this.openedAt=0;this.confirm=t=>{t.preventDefault();let{resolution:n}=this;if(!n||this.busy||this.blocked)return;let o=new FormData(t.target).get("note"),s={resolution:n,note:typeof o=="string"?o:""};this.dispatchEvent(new CustomEvent("sc-confirm",{detail:s}))};this.back=()=>{this.dispatchEvent(new CustomEvent("sc-back"))};this.place="",this.busy=!1,this.blocked=!1}static{this.properties={words:{attribute:!1},incident:{attribute:!1},place:{},busy:{type:Boolean},blocked:{type:Boolean},problem:{attribute:!1},resolution:{state:!0}}}static{this.styles=[Me,He,_`
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
    `]}updated(t){if(!t.has("incident"))return;let n=this.renderRoot.querySelector("dialog"),o=t.get("incident");this.incident&&n&&!n.open&&(this.openedAt=Date.now(),n.showModal(),this.renderRoot.querySelector("h2")?.focus()),this.incident?.id!==o?.id&&(this.resolution=void 0)}render(){let{incident:t,words:n}=this;if(!t)return c;let{resolution:o}=this;return l`
      <dialog aria-labelledby="title" @cancel=${this.back} @close=${this.back}>
        <form @submit=${this.confirm}>
          <h2 id="title" tabindex="-1">
            ${n.t("resolve_title",{number:t.number,kind:n.kind(t.kind)})}
            <small>${this.place}</small>
          </h2>
          ${t.state==="open"?l`<p class="info">${n.t("resolve_open")}</p>`:c}
          <fieldset>
            <legend>${n.t("resolve_question")}</legend>
            ${Nt.map(s=>l`<label class="choice">
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
          ${this.problem===void 0?c:l`<p class="problem" role="alert">${V(this.problem,n)}</p>`}
          <p class="hint">${n.t("resolve_final")}</p>
          <div class="ends">
            <button type="button" data-close="back" @click=${this.back}>${n.t("resolve_back")}</button>
            <button class="strong" data-close="confirm" ?disabled=${!o||this.busy||this.blocked}>
              ${this.busy?l`<span class="spinner" aria-hidden="true"></span>${n.t("working")}`:o?n.t("resolve_confirm",{resolution:n.resolution(o)}):n.t("resolve_choose")}
            </button>
          </div>
        </form>
      </dialog>
    `}choose(t,n){Date.now()-this.openedAt<ri?t.preventDefault():this.resolution=n}};var ai=["alarm","open_incidents","unacknowledged_incidents","time_to_acknowledge","on_duty"],di=["broker","database"],li="silent_devices",ci=(i,e)=>({type:"heading",heading:i,icon:e});function hi(i){return Object.values(i.entities).filter(e=>e.platform===w&&!e.hidden).map(e=>{let n=(e.device_id?i.devices[e.device_id]:void 0)?.identifiers.find(([s])=>s===w)?.[1],o=n?.startsWith("building_")?n.slice(9):void 0;return{entity:e,building:o,domain:e.entity_id.split(".")[0]??""}})}function pi(i){return{title:i.t("view_alarms"),path:"alarms",type:"sections",max_columns:4,sections:[{type:"grid",column_span:4,cards:[{type:"custom:smart-community-incidents",grid_options:{columns:"full",rows:"auto"}}]}]}}function mi(i,e){let t=hi(i),n=(a,d)=>({type:"tile",entity:a.entity_id,name:d??{type:"entity"}}),o=a=>a.flatMap(d=>t.filter(h=>h.entity.translation_key===d&&h.building===void 0&&h.domain!=="event").map(h=>n(h.entity))),s=t.filter(a=>a.entity.translation_key===li&&a.building!==void 0).map(a=>({entity:a.entity,name:xe(i,a.building??"",e)??""})).sort((a,d)=>a.name.localeCompare(d.name,e.language,{numeric:!0})).map(a=>n(a.entity,a.name)),r=[{title:e.t("heading_community"),icon:"mdi:home-group",cards:o(ai)},{title:e.t("heading_buildings"),icon:"mdi:access-point-off",cards:s},{title:e.t("heading_diagnostics"),icon:"mdi:lan-connect",cards:o(di)}].filter(a=>a.cards.length>0);return{title:e.t("view_devices"),path:"devices",type:"sections",max_columns:3,sections:r.length?r.map(({title:a,icon:d,cards:h})=>({type:"grid",cards:[ci(a,d),...h]})):[{type:"grid",cards:[{type:"markdown",content:e.t("no_devices")}]}]}}function Ne(i){let e=new A(B(i.locale?.language??i.language));return{views:[pi(e),mi(i,e)]}}var Le=class extends HTMLElement{static async generate(e,t){return Promise.resolve(Ne(t))}static shouldRegenerate(e,t,n){return!(t.devices===n.devices&&t.entities===n.entities&&t.locale===n.locale)&&JSON.stringify(Ne(t))!==JSON.stringify(Ne(n))}static{this.noEditor=!0}};var rt=(i,e)=>{customElements.get(i)||customElements.define(i,e)};rt("smart-community-resolve",Re);rt("smart-community-incidents",De);rt("ll-strategy-dashboard-smart-community-duty-room",Le);var Pe=new A(B(document.documentElement.lang||navigator.language)),vn=window;(vn.customCards??=[]).push({type:"smart-community-incidents",name:Pe.t("card_name"),description:Pe.t("card_description")});(vn.customStrategies??=[]).push({type:"smart-community-duty-room",strategyType:"dashboard",name:Pe.t("title"),description:Pe.t("strategy_description")});
