"""The real content: files of content/ read and checked (pure), then written to the database.

`lecture` reads, one module per family turns records into `fiches`, `assemblage` puts the families
together, `ecriture` alone touches the database.
"""
