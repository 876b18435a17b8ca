param([string] $Module)

BeforeAll {
    . (Join-Path $PSScriptRoot 'Founded.ps1') $Module
    $spec = New-TrstCASpec 'CN=Contoso Issuing CA 1,O=Contoso,C=DE' -Validity 5y
    $issuing = $spec | Start-TrstCeremony Intermediate -Issuer $root | Approve-All | New-TrstIntermediateCA -ShareHolder $present
}

AfterAll {
    Remove-Founded
}

Describe 'Get-TrstCA' {
    It 'lists roots first, each followed by what it issued' {
        $all = Get-TrstCA
        $all | Should -BeOfType ([Trstctl.PowerShell.TrstCA])
        $all.Name | Should -Be 'Contoso Root CA', 'Contoso Issuing CA 1'
        $all.Depth | Should -Be 0, 1
    }

    It 'finds by common name, wildcard, distinguished name, id and thumbprint' {
        (Get-TrstCA 'Contoso Issuing CA 1').AuthorityId | Should -Be $issuing.AuthorityId
        (Get-TrstCA 'Contoso I*').AuthorityId | Should -Be $issuing.AuthorityId
        (Get-TrstCA $issuing.Subject).AuthorityId | Should -Be $issuing.AuthorityId
        (Get-TrstCA $issuing.AuthorityId).AuthorityId | Should -Be $issuing.AuthorityId
        (Get-TrstCA -Thumbprint $issuing.Thumbprint).AuthorityId | Should -Be $issuing.AuthorityId
    }

    It 'takes names from the pipeline' {
        ('Contoso Root CA', 'Contoso Issuing CA 1' | Get-TrstCA).Name | Should -Be 'Contoso Root CA', 'Contoso Issuing CA 1'
    }

    It 'shows what stands below a CA, given as object, name or id' {
        foreach ($above in $root, $root.Name, $root.AuthorityId) {
            (Get-TrstCA -Issuer $above).Name | Should -Be 'Contoso Issuing CA 1'
        }
    }

    It 'takes a status as a word, and writes words' {
        @(Get-TrstCA -Status Active).Count | Should -Be 2
        Get-TrstCA -Status Revoked | Should -BeNullOrEmpty
        $issuing.Status | Should -BeExactly 'Active'
        $issuing.Status -eq [Trstctl.Authorities.AuthorityStatus]::Active | Should -BeTrue
    }

    It 'pages' {
        (Get-TrstCA -Skip 1 -First 1).Name | Should -Be 'Contoso Issuing CA 1'
    }

    It 'has the certificate as PEM and as an object' {
        $issuing.Pem | Should -Match '^-----BEGIN CERTIFICATE-----'
        $issuing.GetCertificate().Thumbprint | Should -Be $issuing.Thumbprint
    }

    It 'is called by its name' {
        "$issuing" | Should -Be 'Contoso Issuing CA 1'
    }

    It 'knows no CA that there is not' {
        Assert-Refused AuthorityNotFound ObjectNotFound { Get-TrstCA Nobody }
        $refused = { Get-TrstCA 'Contos Root CA' } | Should -Throw -PassThru
        $refused.Exception.Message | Should -BeExactly (
            'There is no authority "Contos Root CA" (did you mean "Contoso Root CA"?) in this tenant.')
        $refused = { Start-TrstCeremony Rotation 'Kontoso Root CA' } | Should -Throw -PassThru
        $refused.Exception.Message | Should -BeLike '*(did you mean "Contoso Root CA"?)*'
        Assert-Refused AuthorityNotFound ObjectNotFound { Get-TrstCA -Issuer Nobody }
        Get-TrstCA 'Nobod*' | Should -BeNullOrEmpty
    }

    It 'says where one CA is wanted that a pattern names several' {
        foreach ($refused in { Get-TrstCA -Issuer 'Contoso*' }, { Start-TrstCeremony Rotation 'Contoso*' },
            { Export-TrstCA 'Contoso*' $folder }) {
            $refused = $refused | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'InvalidArgument,*'
            $refused.ErrorDetails.RecommendedAction | Should -BeLike 'Get-TrstCA *pattern*lists them*'
        }
    }

    It 'finds a generation as it is printed' {
        $second = Start-TrstCeremony Rotation $root | Approve-All |
            Invoke-TrstCARotation -ShareHolder $present -WarningAction SilentlyContinue
        Get-TrstCA 'Contoso Root*' | Out-String -Width 200 | Should -Match 'Contoso Root CA \(G2\)'
        (Get-TrstCA 'Contoso Root CA (G2)').AuthorityId | Should -Be $second.AuthorityId
        (Get-TrstCA 'contoso root ca (G1)').AuthorityId | Should -Be $root.AuthorityId
        Assert-Refused AuthorityNotFound ObjectNotFound { Get-TrstCA 'Contoso Root CA (G3)' }
        Assert-Refused AuthorityNotActive InvalidOperation { Start-TrstCeremony Rotation 'Contoso Root CA (G1)' }

        # Somebody's own CA of that name is never taken for it.
        $null = New-TrstCASpec 'CN=Contoso Root CA (G2)' -Validity 5y | Start-TrstCeremony Root | Approve-All | New-TrstRootCA
        Assert-Refused AuthorityAmbiguous InvalidArgument { Start-TrstCeremony Rotation 'Contoso Root CA (G2)' }
    }

    It 'needs a store' {
        $store | Disconnect-TrstStore
        Assert-Refused NotConnected InvalidOperation { Get-TrstCA }
    }
}
