// SPDX-License-Identifier: Apache-2.0
// Made by make-istio-schema.py from the CRDs of istio.io/api v1.31.4. Do not edit.
// clang-format off
#include "common/load/istio_schema.h"

namespace mesh::load {
namespace {

constexpr std::array<IstioSchema, 7> kSchemas{{
    {Kind::DestinationRule,
     "spec(exportTo,host,subsets(labels({}),name,trafficPolicy(connectionPool(http(h2UpgradePoli"
     "cy,http1MaxPendingRequests,http2KeepAlive(interval,timeout),http2MaxRequests,idleTimeout,m"
     "axConcurrentStreams,maxRequestsPerConnection,maxRetries,useClientProtocol),tcp(connectTime"
     "out,idleTimeout,maxConnectionDuration,maxConnections,tcpKeepalive(interval,probes,time))),"
     "loadBalancer(consistentHash(httpCookie(attributes(name,value),name,path,ttl),httpHeaderNam"
     "e,httpQueryParameterName,maglev(tableSize),minimumRingSize,ringHash(minimumRingSize),useSo"
     "urceIp),localityLbSetting(distribute(from,to({})),enabled,failover(from,to),failoverPriori"
     "ty),simple,warmup(aggression,duration,minimumPercent),warmupDurationSecs,zoneAwareLbSettin"
     "g(enabled,failover(from,to),failoverPriority,minClusterSize)),outlierDetection(baseEjectio"
     "nTime,consecutive5xxErrors,consecutiveErrors,consecutiveGatewayErrors,consecutiveLocalOrig"
     "inFailures,interval,maxEjectionPercent,minHealthPercent,outlierDetectionHttpErrorCodes,spl"
     "itExternalLocalOriginErrors),portLevelSettings(connectionPool(http(h2UpgradePolicy,http1Ma"
     "xPendingRequests,http2KeepAlive(interval,timeout),http2MaxRequests,idleTimeout,maxConcurre"
     "ntStreams,maxRequestsPerConnection,maxRetries,useClientProtocol),tcp(connectTimeout,idleTi"
     "meout,maxConnectionDuration,maxConnections,tcpKeepalive(interval,probes,time))),loadBalanc"
     "er(consistentHash(httpCookie(attributes(name,value),name,path,ttl),httpHeaderName,httpQuer"
     "yParameterName,maglev(tableSize),minimumRingSize,ringHash(minimumRingSize),useSourceIp),lo"
     "calityLbSetting(distribute(from,to({})),enabled,failover(from,to),failoverPriority),simple"
     ",warmup(aggression,duration,minimumPercent),warmupDurationSecs,zoneAwareLbSetting(enabled,"
     "failover(from,to),failoverPriority,minClusterSize)),outlierDetection(baseEjectionTime,cons"
     "ecutive5xxErrors,consecutiveErrors,consecutiveGatewayErrors,consecutiveLocalOriginFailures"
     ",interval,maxEjectionPercent,minHealthPercent,outlierDetectionHttpErrorCodes,splitExternal"
     "LocalOriginErrors),port(number),tls(caCertificates,caCrl,clientCertificate,credentialName,"
     "insecureSkipVerify,mode,privateKey,sni,subjectAltNames)),proxyProtocol(version),retryBudge"
     "t(budgetInterval,minRetryConcurrency,percent),tls(caCertificates,caCrl,clientCertificate,c"
     "redentialName,insecureSkipVerify,mode,privateKey,sni,subjectAltNames),tunnel(protocol,targ"
     "etHost,targetPort))),trafficPolicy(connectionPool(http(h2UpgradePolicy,http1MaxPendingRequ"
     "ests,http2KeepAlive(interval,timeout),http2MaxRequests,idleTimeout,maxConcurrentStreams,ma"
     "xRequestsPerConnection,maxRetries,useClientProtocol),tcp(connectTimeout,idleTimeout,maxCon"
     "nectionDuration,maxConnections,tcpKeepalive(interval,probes,time))),loadBalancer(consisten"
     "tHash(httpCookie(attributes(name,value),name,path,ttl),httpHeaderName,httpQueryParameterNa"
     "me,maglev(tableSize),minimumRingSize,ringHash(minimumRingSize),useSourceIp),localityLbSett"
     "ing(distribute(from,to({})),enabled,failover(from,to),failoverPriority),simple,warmup(aggr"
     "ession,duration,minimumPercent),warmupDurationSecs,zoneAwareLbSetting(enabled,failover(fro"
     "m,to),failoverPriority,minClusterSize)),outlierDetection(baseEjectionTime,consecutive5xxEr"
     "rors,consecutiveErrors,consecutiveGatewayErrors,consecutiveLocalOriginFailures,interval,ma"
     "xEjectionPercent,minHealthPercent,outlierDetectionHttpErrorCodes,splitExternalLocalOriginE"
     "rrors),portLevelSettings(connectionPool(http(h2UpgradePolicy,http1MaxPendingRequests,http2"
     "KeepAlive(interval,timeout),http2MaxRequests,idleTimeout,maxConcurrentStreams,maxRequestsP"
     "erConnection,maxRetries,useClientProtocol),tcp(connectTimeout,idleTimeout,maxConnectionDur"
     "ation,maxConnections,tcpKeepalive(interval,probes,time))),loadBalancer(consistentHash(http"
     "Cookie(attributes(name,value),name,path,ttl),httpHeaderName,httpQueryParameterName,maglev("
     "tableSize),minimumRingSize,ringHash(minimumRingSize),useSourceIp),localityLbSetting(distri"
     "bute(from,to({})),enabled,failover(from,to),failoverPriority),simple,warmup(aggression,dur"
     "ation,minimumPercent),warmupDurationSecs,zoneAwareLbSetting(enabled,failover(from,to),fail"
     "overPriority,minClusterSize)),outlierDetection(baseEjectionTime,consecutive5xxErrors,conse"
     "cutiveErrors,consecutiveGatewayErrors,consecutiveLocalOriginFailures,interval,maxEjectionP"
     "ercent,minHealthPercent,outlierDetectionHttpErrorCodes,splitExternalLocalOriginErrors),por"
     "t(number),tls(caCertificates,caCrl,clientCertificate,credentialName,insecureSkipVerify,mod"
     "e,privateKey,sni,subjectAltNames)),proxyProtocol(version),retryBudget(budgetInterval,minRe"
     "tryConcurrency,percent),tls(caCertificates,caCrl,clientCertificate,credentialName,insecure"
     "SkipVerify,mode,privateKey,sni,subjectAltNames),tunnel(protocol,targetHost,targetPort)),wo"
     "rkloadSelector(matchLabels({}))),status*"},
    {Kind::Gateway,
     "spec(selector({}),servers(bind,defaultEndpoint,hosts,name,port(name,number,protocol,target"
     "Port),tls(caCertCredentialName,caCertificates,caCrl,cipherSuites,credentialName,credential"
     "Names,httpsRedirect,insecureSkipVerify,maxProtocolVersion,minProtocolVersion,mode,privateK"
     "ey,serverCertificate,subjectAltNames,tlsCertificates(caCertificates,privateKey,serverCerti"
     "ficate),verifyCertificateHash,verifyCertificateSpki))),status*"},
    {Kind::PeerAuthentication,
     "spec(mtls(mode),portLevelMtls({}(mode)),selector(matchLabels({}))),status*"},
    {Kind::ServiceEntry,
     "spec(addresses,endpoints(address,labels({}),locality,network,ports({}),serviceAccount,weig"
     "ht),exportTo,hosts,location,ports(name,number,protocol,targetPort),resolution,subjectAltNa"
     "mes,workloadSelector(labels({}))),status*"},
    {Kind::Sidecar,
     "spec(egress(bind,captureMode,hosts,port(name,number,protocol,targetPort)),inboundConnectio"
     "nPool(http(h2UpgradePolicy,http1MaxPendingRequests,http2KeepAlive(interval,timeout),http2M"
     "axRequests,idleTimeout,maxConcurrentStreams,maxRequestsPerConnection,maxRetries,useClientP"
     "rotocol),tcp(connectTimeout,idleTimeout,maxConnectionDuration,maxConnections,tcpKeepalive("
     "interval,probes,time))),ingress(bind,captureMode,connectionPool(http(h2UpgradePolicy,http1"
     "MaxPendingRequests,http2KeepAlive(interval,timeout),http2MaxRequests,idleTimeout,maxConcur"
     "rentStreams,maxRequestsPerConnection,maxRetries,useClientProtocol),tcp(connectTimeout,idle"
     "Timeout,maxConnectionDuration,maxConnections,tcpKeepalive(interval,probes,time))),defaultE"
     "ndpoint,port(name,number,protocol,targetPort),tls(caCertCredentialName,caCertificates,caCr"
     "l,cipherSuites,credentialName,credentialNames,httpsRedirect,insecureSkipVerify,maxProtocol"
     "Version,minProtocolVersion,mode,privateKey,serverCertificate,subjectAltNames,tlsCertificat"
     "es(caCertificates,privateKey,serverCertificate),verifyCertificateHash,verifyCertificateSpk"
     "i)),outboundTrafficPolicy(egressProxy(host,port(number),subset),mode),workloadSelector(lab"
     "els({}))),status*"},
    {Kind::VirtualService,
     "spec(exportTo,gateways,hosts,http(corsPolicy(allowCredentials,allowHeaders,allowMethods,al"
     "lowOrigin,allowOrigins(exact,prefix,regex),exposeHeaders,maxAge,unmatchedPreflights),deleg"
     "ate(name,namespace),directResponse(body(bytes,string),status),fault(abort(grpcStatus,http2"
     "Error,httpStatus,percentage(value)),delay(exponentialDelay,fixedDelay,percent,percentage(v"
     "alue))),headers(request(add({}),remove,set({})),response(add({}),remove,set({}))),match(au"
     "thority(exact,prefix,regex),gateways,headers({}(exact,prefix,regex)),ignoreUriCase,method("
     "exact,prefix,regex),name,port,queryParams({}(exact,prefix,regex)),scheme(exact,prefix,rege"
     "x),sourceLabels({}),sourceNamespace,statPrefix,uri(exact,prefix,regex),withoutHeaders({}(e"
     "xact,prefix,regex))),mirror(host,port(number),subset),mirrorPercent,mirrorPercentage(value"
     "),mirror_percent,mirrors(destination(host,port(number),subset),percentage(value)),name,red"
     "irect(authority,derivePort,port,prefixRewrite,redirectCode,scheme,uri),retries(attempts,ba"
     "ckoff,perTryTimeout,retryIgnorePreviousHosts,retryOn,retryRemoteLocalities),rewrite(author"
     "ity,uri,uriRegexRewrite(match,rewrite)),route(destination(host,port(number),subset),header"
     "s(request(add({}),remove,set({})),response(add({}),remove,set({}))),weight),timeout),tcp(m"
     "atch(destinationSubnets,gateways,port,sourceLabels({}),sourceNamespace,sourceSubnet),route"
     "(destination(host,port(number),subset),weight)),tls(match(destinationSubnets,gateways,port"
     ",sniHosts,sourceLabels({}),sourceNamespace),route(destination(host,port(number),subset),we"
     "ight))),status*"},
    {Kind::WorkloadEntry,
     "spec(address,labels({}),locality,network,ports({}),serviceAccount,weight),status*"},
}};

}  // namespace

std::span<const IstioSchema> istio_schemas() {
  return kSchemas;
}

}  // namespace mesh::load
