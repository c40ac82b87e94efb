# OpenSSL has a build system of its own. What TLS 1.2 and 1.3 and the reading of PEM files do not
# need is left out; so is openssl.cnf, which belongs to the OpenSSL of the machine that runs us.
set(openssl_target_linux-amd64 linux-x86_64)
set(openssl_target_linux-arm64 linux-aarch64)
set(openssl_target_darwin-amd64 darwin64-x86_64-cc)
set(openssl_target_darwin-arm64 darwin64-arm64-cc)

ExternalProject_Add(openssl URL ${MESH_SOURCES}/${SOURCE_FILE_openssl}
  URL_HASH SHA256=${SOURCE_SHA256_openssl} DOWNLOAD_EXTRACT_TIMESTAMP OFF BUILD_IN_SOURCE ON
  CONFIGURE_COMMAND ${CMAKE_COMMAND} -E chdir openssl ${CMAKE_COMMAND} -E env
    CC=${MESH_TOOLS}/clang AR=${MESH_TOOLS}/ar RANLIB=${MESH_TOOLS}/ranlib
    perl Configure ${openssl_target_${MESH_TARGET}} --prefix=/usr --libdir=lib --openssldir=/etc/ssl
    no-shared no-module no-dso no-autoload-config no-apps no-tests no-docs no-legacy no-comp
    no-quic no-dtls no-srp no-srtp no-psk no-ct no-cmp no-cms no-ts no-rfc3779 no-ssl-trace
    no-ui-console no-async no-aria no-camellia no-seed no-idea no-bf no-cast no-rc2 no-rc4 no-md4
    no-rmd160 no-whirlpool no-sm2 no-sm3 no-sm4 no-siphash no-argon2 no-ml-dsa no-slh-dsa no-lms
    no-ech no-ec2m no-dsa no-gost no-http no-ocsp no-sslkeylog no-mdc2 no-siv no-ocb no-scrypt
    -Os -ffunction-sections -fdata-sections -fno-sanitize=undefined
  BUILD_COMMAND ${CMAKE_COMMAND} -E chdir openssl make -s -j2 build_libs
  INSTALL_COMMAND ${CMAKE_COMMAND} -E chdir openssl
    make -s install_dev DESTDIR=${MESH_PREFIX}/openssl
  COMMAND ${CMAKE_COMMAND} -E copy_directory ${MESH_PREFIX}/openssl/usr ${MESH_PREFIX})
