# The command line, without a shell or a package manager, for a user without rights. The build context is the unpacked npm package
# (scripts/package.ts), so the image contains what npm has.
FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:774b7d020b24214835769e24c3544835526cd0288f0b094eae48e8b2c2429a79
COPY package.json LICENSE /opt/certvigil/
COPY dist /opt/certvigil/dist
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node", "/opt/certvigil/dist/cli.js"]
